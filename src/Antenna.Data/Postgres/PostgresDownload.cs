using Microsoft.Extensions.Logging;
using MysticMind.PostgresEmbed;

namespace Antenna.Data.Postgres;

/// <summary>Fetches PostgreSQL's programs, as the Zonky project packs them, from a Maven repository.</summary>
internal sealed partial class PostgresDownload(PrivatePostgresOptions options, ServerAccount account, ILogger logger)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Whether the settings allow downloading at all.</summary>
    public bool IsAllowed => !string.IsNullOrWhiteSpace(options.MavenRepository);

    /// <summary>The folders of what was downloaded before.</summary>
    public IEnumerable<string> FoldersSoFar()
    {
        var folder = DataFolder.OfDownloads(options);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(install => Path.Combine(install, "bin"))
            : [];
    }

    /// <summary>Downloads and unpacks the given major version, or the configured one.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be had; the message has the reason, and what else to do.</exception>
    public async Task<PostgresBinaries> FetchAsync(int? major, CancellationToken cancellation)
    {
        var folder = DataFolder.OfDownloads(options);
        var version = major is null ? options.DownloadVersion : $"{major}";
        LogDownloading(version, options.MavenRepository, folder);
        try
        {
            using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout };
            using var client = new HttpClient(handler);
            var server = new PgServer(new PgServerOptions
            {
                PgVersion = version,
                DbDir = folder,
                BinariesDir = folder,
                MavenRepo = options.MavenRepository.TrimEnd('/'),
                DownloadRetryCount = 1,
                HttpClient = client,
                Logger = logger,
            });
            await using (server)
            {
                await server.InstallAsync(cancellation);
                return await PostgresBinaries.ReadAsync(Path.Combine(server.InstallDir, "bin"), account, cancellation)
                    ?? throw Failed(version, major, $"what was unpacked to '{server.InstallDir}' cannot be run by the user '{account.Name}'", null);
            }
        }
        catch (Exception e) when (IsExpected(e, cancellation))
        {
            throw Failed(version, major, e.Message, e);
        }
    }

    // A broken archive surfaces as whatever exception its reader throws, so the list names what is ours to rethrow.
    private static bool IsExpected(Exception e, CancellationToken cancellation) =>
        e is not PrivatePostgresException && !cancellation.IsCancellationRequested;

    private PrivatePostgresException Failed(string version, int? major, string reason, Exception? inner) => new(
        $"PostgreSQL {version} is not on this machine, and could not be downloaded from {options.MavenRepository}: {reason.TrimEnd('.')}. {InstallAdvice.ForThisMachine(major)}",
        inner);

    [LoggerMessage(EventId = 1121, Level = LogLevel.Information, Message = "Downloading PostgreSQL {Version} from {Repository} to {Folder}; this happens once")]
    private partial void LogDownloading(string version, string repository, string folder);
}

using System.Diagnostics;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Postgres;

/// <summary>
/// Data folders for the tests of one class, in a temporary folder that the server's user can enter, with what is needed
/// to look into them.
/// </summary>
public sealed class PostgresSandbox : IAsyncLifetime
{
    /// <summary>The temporary folder, short enough for a socket in a folder in it.</summary>
    public string Folder { get; } = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), "antenna-" + Guid.NewGuid().ToString("N")[..8])).FullName;

    /// <summary>Settings for a data folder in the sandbox, which need not exist.</summary>
    public PrivatePostgresOptions OptionsFor(string name) => new()
    {
        DataFolder = Path.Combine(Folder, name),
        MavenRepository = "",
        ServerSettings = ["fsync=off"],
    };

    /// <summary>
    /// Settings for a data folder that has its cluster already, which costs most of a second to make. The tests of a class
    /// run one after another and share it; none may leave it in use, or unfit for use.
    /// </summary>
    public PrivatePostgresOptions Made => OptionsFor("made");

    /// <summary>Copies a data folder with its owner and modes.</summary>
    public static async Task CopyAsync(PrivatePostgresOptions from, PrivatePostgresOptions to)
    {
        using var copy = Process.Start("cp", ["-a", from.DataFolder!, to.DataFolder!]);
        await copy.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, copy.ExitCode);
    }

    public static Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, PostgresUse use = PostgresUse.Server) =>
        PrivatePostgres.StartAsync(
            options, use, NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>The PostgreSQL of this machine that these tests run on.</summary>
    internal static async Task<PostgresBinaries> FindBinariesAsync(CancellationToken cancellation)
    {
        var options = new PrivatePostgresOptions { MavenRepository = "" };
        var download = new PostgresDownload(options, ServerAccount.Own, NullLogger.Instance);
        return await new PostgresBinariesSearch(options, PostgresFolders.OfThisMachine(), download, ServerAccount.Own)
            .FindAsync(DataFolder.Of(options), clusterMajor: null, cancellation);
    }

    /// <summary>The process of the PostgreSQL that runs on a data folder, or null.</summary>
    public static int? ServerProcess(PrivatePostgresOptions options) =>
        DataFolder.Of(options).PostmasterFile is var file && File.Exists(file) ? PostmasterFile.Parse(File.ReadAllText(file))?.ProcessId : null;

    /// <summary>Kills PostgreSQL as a power cut would, so that nothing is tidied up.</summary>
    public static async Task KillServerAsync(PrivatePostgresOptions options)
    {
        using var process = Process.GetProcessById(ServerProcess(options)!.Value);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<T> QueryAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Every file of the sandbox with its length and time, to see that nothing was touched.</summary>
    public IReadOnlyList<string> Inventory() =>
    [
        .. new DirectoryInfo(Folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(info => $"{info.FullName} {info.LastWriteTimeUtc:O} {(info as FileInfo)?.Length}").Order(),
    ];

    public async ValueTask InitializeAsync()
    {
        await using var first = await StartAsync(Made);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder))
        {
            // Left by a test that failed half way.
            var options = OptionsFor(Path.GetFileName(folder));
            if (File.Exists(DataFolder.Of(options).PostmasterFile))
                await (await StartAsync(options, PostgresUse.Command)).DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}

using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Antenna.Data.Postgres;

/// <summary>Makes the cluster of a data folder with <c>initdb</c>.</summary>
internal sealed partial class ClusterCreation(DataFolder folder, PostgresPrograms programs, ILogger logger)
{
    // From this version on PostgreSQL has locales of its own, the same on every operating system.
    private const int FirstWithBuiltinLocales = 17;

    /// <summary>
    /// Makes the cluster beside its place and then moves it there, so that an interrupted attempt leaves nothing that
    /// the next one could take for a cluster.
    /// </summary>
    /// <param name="durable">Whether to flush it to disk; tests need not.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="PrivatePostgresException"><c>initdb</c> failed.</exception>
    public async Task CreateAsync(bool durable, CancellationToken cancellation)
    {
        LogCreating(programs.Binaries.Major, folder.Root, programs.Account.Name);
        if (Directory.Exists(folder.UnfinishedCluster))
            Directory.Delete(folder.UnfinishedCluster, recursive: true);
        await WritePasswordAsync(cancellation);

        var (exitCode, output) = await programs.InitdbAsync(Arguments(durable), cancellation);
        if (exitCode != 0)
            throw new PrivatePostgresException($"PostgreSQL cannot make a database in '{folder.Root}' as the user '{programs.Account.Name}'. {programs.Binaries.Initdb} says:{Environment.NewLine}{output}");

        await File.AppendAllLinesAsync(
            Path.Combine(folder.UnfinishedCluster, "postgresql.conf"),
            ["", "# Written by Antenna.Dashboard at every start.", $"include_if_exists = '{ServerSettingsFile.Name}'"],
            cancellation);
        Directory.Move(folder.UnfinishedCluster, folder.Cluster);
    }

    private List<string> Arguments(bool durable)
    {
        List<string> arguments =
        [
            $"--pgdata={folder.UnfinishedCluster}",
            $"--username={PostgresAddress.Name}",
            $"--pwfile={folder.Password}",
            // Only the account can enter the socket's folder; on loopback anybody on this machine can knock.
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
        ];
        if (programs.Binaries.Major >= FirstWithBuiltinLocales)
            arguments.AddRange(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
        else
            arguments.Add("--locale=C");
        if (!durable)
            arguments.Add("--no-sync");
        return arguments;
    }

    private async Task WritePasswordAsync(CancellationToken cancellation)
    {
        File.Delete(folder.Password);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(folder.Password, options))
            await writer.WriteLineAsync(RandomNumberGenerator.GetHexString(40, lowercase: true).AsMemory(), cancellation);
        await programs.Account.OwnAsync(folder.Password, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Making a PostgreSQL {Major} database in {Folder}, for the user {User}")]
    private partial void LogCreating(int major, string folder, string user);
}

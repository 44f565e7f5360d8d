using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Antenna.Data.Postgres;

/// <summary>Makes the cluster of a data folder with <c>initdb</c>.</summary>
internal sealed partial class ClusterCreation(DataFolder folder, PostgresPrograms programs, ILogger logger)
{
    private readonly AccountFiles _files = new(programs.Account);

    // From this version on PostgreSQL has locales of its own, the same on every operating system.
    private const int FirstWithBuiltinLocales = 17;

    /// <summary>
    /// Makes the cluster next to its place and then moves it there, so that an interrupted attempt leaves nothing that
    /// the next one could take for a cluster.
    /// </summary>
    /// <param name="durable">Whether to flush it to disk; tests need not.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="PrivatePostgresException"><c>initdb</c> failed.</exception>
    public async Task CreateAsync(bool durable, CancellationToken cancellation)
    {
        LogCreating(programs.Binaries.Major, folder.Root, programs.Account.Name);
        await PrepareAsync(cancellation);
        var passwordFile = await WritePasswordAsync(cancellation);
        var (exitCode, output) = await programs.InitdbAsync(Arguments(passwordFile, durable), cancellation);
        File.Delete(folder.PasswordForInitdb);
        if (exitCode != 0)
            throw new PrivatePostgresException($"PostgreSQL cannot make a database in '{folder.Root}' as the user '{programs.Account.Name}'. {programs.Binaries.Initdb} says:{Environment.NewLine}{output}");

        await _files.AppendAsync(
            Path.Combine(folder.UnfinishedCluster, "postgresql.conf"),
            $"\n# Written by Antenna.Dashboard at every start.\ninclude_if_exists = '{ServerSettingsFile.Name}'\n",
            cancellation);
        Directory.Move(folder.UnfinishedCluster, folder.Cluster);
    }

    /// <summary>Makes the empty folder that <c>initdb</c> fills: it cannot make one itself in a folder of root's.</summary>
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(folder.UnfinishedCluster))
            await _files.ClearAsync(folder.UnfinishedCluster, "*", cancellation);
        Directory.CreateDirectory(folder.UnfinishedCluster);
        await programs.Account.OwnAsync(folder.UnfinishedCluster, cancellation);
    }

    private List<string> Arguments(string passwordFile, bool durable)
    {
        List<string> arguments =
        [
            $"--pgdata={folder.UnfinishedCluster}",
            $"--username={PostgresAddress.Name}",
            $"--pwfile={passwordFile}",
            "--auth=scram-sha-256",
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

    /// <returns>The file with the password that PostgreSQL's account can read.</returns>
    private async Task<string> WritePasswordAsync(CancellationToken cancellation)
    {
        var password = RandomNumberGenerator.GetHexString(40, lowercase: true);
        await WriteAsync(folder.Password, password, cancellation);
        if (programs.Account.SwitchTo is null)
            return folder.Password;
        await WriteAsync(folder.PasswordForInitdb, password, cancellation);
        await programs.Account.OwnAsync(folder.PasswordForInitdb, cancellation);
        return folder.PasswordForInitdb;
    }

    private static async Task WriteAsync(string path, string password, CancellationToken cancellation)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteLineAsync(password.AsMemory(), cancellation);
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Making a PostgreSQL {Major} database in {Folder}, for the user {User}")]
    private partial void LogCreating(int major, string folder, string user);
}

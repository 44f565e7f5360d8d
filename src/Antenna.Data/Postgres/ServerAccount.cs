using System.ComponentModel;
using System.Diagnostics;

namespace Antenna.Data.Postgres;

/// <summary>
/// The operating system's user that PostgreSQL runs under: the one who runs the product, except that PostgreSQL
/// refuses root, so that root hands over to another.
/// </summary>
internal sealed class ServerAccount
{
    private const string Root = "root";

    private ServerAccount(string name, bool isOther)
    {
        Name = name;
        SwitchTo = isOther ? name : null;
    }

    /// <summary>The account of this very process.</summary>
    public static ServerAccount Own { get; } = new(Environment.UserName, isOther: false);

    /// <summary>The user's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The user to start programs under; null when it is the one who runs this process.</summary>
    public string? SwitchTo { get; }

    /// <summary>Whether this process is root, on a system where that means something to PostgreSQL.</summary>
    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Chooses the account for a data folder: its owner, else the configured user, else a customary one.</summary>
    /// <exception cref="PrivatePostgresException">The configured user does not exist or may not be used.</exception>
    public static async Task<ServerAccount> ChooseAsync(string? configured, string dataFolder, CancellationToken cancellation)
    {
        if (!IsRoot)
        {
            return configured is null || configured == Environment.UserName
                ? Own
                : throw new PrivatePostgresException(
                    $"The setting {PrivatePostgresOptions.Section}:RunAsUser asks for the user '{configured}', but only root can switch to another user, and this process runs as '{Environment.UserName}'. Remove the setting, or start as '{configured}'.");
        }

        if (configured == Root)
            throw new PrivatePostgresException($"The setting {PrivatePostgresOptions.Section}:RunAsUser is 'root', but PostgreSQL refuses to run as root. Name another user, or remove the setting.");
        if (configured is not null && !await ExistsAsync(configured, cancellation))
            throw new PrivatePostgresException($"The setting {PrivatePostgresOptions.Section}:RunAsUser names the user '{configured}', who does not exist on this machine. Name another user, or remove the setting.");

        var owner = Directory.Exists(dataFolder) ? await OwnerAsync(dataFolder, cancellation) : Root;
        if (owner == Root)
            return new(configured ?? (await ExistsAsync("postgres", cancellation) ? "postgres" : "nobody"), isOther: true);
        return configured is null || configured == owner
            ? new(owner, isOther: true)
            : throw new PrivatePostgresException(
                $"The data folder '{dataFolder}' belongs to the user '{owner}', but the setting {PrivatePostgresOptions.Section}:RunAsUser asks for '{configured}'. Remove the setting, or hand the folder over: chown -R {configured} '{dataFolder}'.");
    }

    /// <summary>Hands a file or folder over to this account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellation)
    {
        if (SwitchTo is not { } user)
            return;
        var (exitCode, output) = await AskSystemAsync("chown", [user, path], cancellation);
        if (exitCode != 0)
            throw new PrivatePostgresException($"'{path}' cannot be handed over to the user '{user}', under whom PostgreSQL runs: {output}");
    }

    private static async Task<bool> ExistsAsync(string user, CancellationToken cancellation) =>
        (await AskSystemAsync("id", ["-u", user], cancellation)).ExitCode == 0;

    private static async Task<string> OwnerAsync(string path, CancellationToken cancellation)
    {
        // GNU and busybox on Linux, BSD on macOS: .NET does not tell the owner of a file.
        string[] arguments = OperatingSystem.IsLinux() ? ["-c", "%U", path] : ["-f", "%Su", path];
        var (exitCode, output) = await AskSystemAsync("stat", arguments, cancellation);
        return exitCode == 0 && output is not ("" or "UNKNOWN")
            ? output
            : throw new PrivatePostgresException($"The owner of the data folder '{path}' is no user of this machine. Hand it over to one: chown -R postgres '{path}'.");
    }

    private static async Task<(int ExitCode, string Output)> AskSystemAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        try
        {
            return await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), cancellation);
        }
        catch (Win32Exception e)
        {
            throw new PrivatePostgresException($"The program '{program}', which every Unix has, cannot be run: {e.Message}", e);
        }
    }
}

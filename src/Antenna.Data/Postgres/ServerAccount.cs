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

    /// <summary>The user that packages of PostgreSQL make.</summary>
    private const string Customary = "postgres";

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

    /// <summary>Chooses the account for a data folder: its cluster's owner, else the configured user, else the customary one.</summary>
    /// <param name="configured">The user that the settings name, if they do.</param>
    /// <param name="folder">Need not be there yet.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <param name="customary">The user to take where none is configured.</param>
    /// <exception cref="PrivatePostgresException">There is no such user, or it may not be used.</exception>
    public static async Task<ServerAccount> ChooseAsync(
        string? configured, DataFolder folder, CancellationToken cancellation, string customary = Customary)
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

        var existing = Directory.Exists(folder.Cluster) ? folder.Cluster : folder.Root;
        var owner = Directory.Exists(existing) ? await OwnerAsync(existing, cancellation) : Root;
        if (owner == Root)
            return new(configured ?? await CustomaryAsync(customary, cancellation), isOther: true);
        return configured is null || configured == owner
            ? new(owner, isOther: true)
            : throw new PrivatePostgresException(
                $"The data folder '{folder.Root}' belongs to the user '{owner}', but the setting {PrivatePostgresOptions.Section}:RunAsUser asks for '{configured}'. Remove the setting, or hand the folder over: chown -R {configured} '{existing}'.");
    }

    /// <summary>Hands a file or folder over to this account; a link itself, not what it leads to.</summary>
    public Task OwnAsync(string path, CancellationToken cancellation) =>
        SwitchTo is { } user ? ChangeOwnerAsync(user, path, cancellation) : Task.CompletedTask;

    /// <summary>Makes a file or folder this process's own, which is root's; this account may enter it, and no other.</summary>
    public async Task TakeAsync(string path, CancellationToken cancellation)
    {
        if (SwitchTo is { } user)
            await ChangeOwnerAsync($"{Root}:{await GroupAsync(user, cancellation)}", path, cancellation);
    }

    private static async Task ChangeOwnerAsync(string owner, string path, CancellationToken cancellation)
    {
        var (exitCode, output) = await RunToolAsync("chown", ["-h", owner, path], cancellation);
        if (exitCode != 0)
            throw new PrivatePostgresException($"'{path}' cannot be handed over to '{owner}', as PostgreSQL needs it: {output}");
    }

    /// <summary>
    /// Never <c>nobody</c>: whatever else runs under that account could read the database, and change it.
    /// </summary>
    private static async Task<string> CustomaryAsync(string customary, CancellationToken cancellation) => await ExistsAsync(customary, cancellation)
        ? customary
        : throw new PrivatePostgresException(
            $"PostgreSQL refuses to run as root, and there is no user '{customary}' on this machine to run it under. Make one (useradd --system {customary}), name another in the setting {PrivatePostgresOptions.Section}:RunAsUser, start the product as an ordinary user, or name a server of your own in ConnectionStrings:Antenna.");

    private static async Task<string> GroupAsync(string user, CancellationToken cancellation)
    {
        var (exitCode, output) = await RunToolAsync("id", ["-g", user], cancellation);
        return exitCode == 0 ? output : throw new PrivatePostgresException($"The group of the user '{user}' cannot be found: {output}");
    }

    private static async Task<bool> ExistsAsync(string user, CancellationToken cancellation) =>
        (await RunToolAsync("id", ["-u", user], cancellation)).ExitCode == 0;

    private static async Task<string> OwnerAsync(string path, CancellationToken cancellation)
    {
        // GNU and busybox on Linux, BSD on macOS: .NET does not tell the owner of a file.
        string[] arguments = OperatingSystem.IsLinux() ? ["-c", "%U", path] : ["-f", "%Su", path];
        var (exitCode, output) = await RunToolAsync("stat", arguments, cancellation);
        return exitCode == 0 && output is not ("" or "UNKNOWN")
            ? output
            : throw new PrivatePostgresException($"The owner of the data folder '{path}' is no user of this machine. Hand it over to one: chown -R postgres '{path}'.");
    }

    private static async Task<(int ExitCode, string Output)> RunToolAsync(
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

namespace Antenna.Data.Postgres;

/// <summary>Chooses where the PostgreSQL of a data folder listens.</summary>
/// <param name="folder">The data folder, and first choice for the socket.</param>
/// <param name="runtimeFolder">A short folder for sockets, or null when this machine has none that is safe.</param>
/// <param name="account">The one account that has to be able to enter the socket's folder.</param>
internal sealed class PostgresAddressChoice(DataFolder folder, string? runtimeFolder, ServerAccount account)
{
    private readonly AccountFiles _files = new(account);

    /// <summary>
    /// The folder for sockets of this machine that is this user's alone. A shared one such as <c>/tmp</c> will not do:
    /// anybody could be there first and answer in PostgreSQL's place.
    /// </summary>
    public static string? RuntimeFolderOfThisMachine() =>
        OperatingSystem.IsWindows() ? null
        : ServerAccount.IsRoot ? "/run"
        : OperatingSystem.IsMacOS() ? Path.GetTempPath()
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");

    /// <summary>
    /// A socket in the data folder; when its path would be too long, one in the runtime folder; else loopback, where it
    /// was the last time: processes that outlived their PostgreSQL look for it there.
    /// For a PostgreSQL that is about to start: a socket that is there already is a dead one's, and goes.
    /// </summary>
    public async Task<PostgresAddress> PrepareAsync(CancellationToken cancellation)
    {
        var preferred = folder.SocketFolder(account);
        if ((PostgresAddress.HasRoomForSocket(preferred) ? preferred : RuntimeSocketFolder) is not { } socketFolder)
            return PostgresAddress.FreePort(ReadPassword(), await ServerSettingsFile.ReadPortAsync(folder, _files, cancellation));

        if (socketFolder != folder.Root)
            await MakeAsync(socketFolder, cancellation);

        // PostgreSQL does so itself, unless the process number in the lock is in use again: then it refuses to start.
        await _files.ClearAsync(socketFolder, ".s.PGSQL.*", cancellation);
        return PostgresAddress.Socket(socketFolder, ReadPassword());
    }

    /// <summary>The address that a running PostgreSQL reports.</summary>
    public PostgresAddress Of(PostmasterFile file) =>
        new(file.SocketFolder, file.Port, ReadPassword());

    /// <summary>Removes the socket's folder, when it lies outside the data folder and PostgreSQL has left it.</summary>
    public void CleanUp()
    {
        if (Directory.Exists(RuntimeSocketFolder) && !Directory.EnumerateFileSystemEntries(RuntimeSocketFolder).Any())
            Directory.Delete(RuntimeSocketFolder);
    }

    private async Task MakeAsync(string socketFolder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(socketFolder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(socketFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await account.OwnAsync(socketFolder, cancellation);
    }

    private string? RuntimeSocketFolder =>
        Directory.Exists(runtimeFolder)
        && Path.Combine(runtimeFolder, $"antenna-{folder.ShortName}") is var path
        && PostgresAddress.HasRoomForSocket(path)
            ? path
            : null;

    private string ReadPassword() => File.Exists(folder.Password)
        ? File.ReadAllText(folder.Password).Trim()
        : throw new PrivatePostgresException($"The database in '{folder.Root}' can be reached with a password only, and the file that keeps it, '{folder.Password}', is gone. Bring the file back from a backup of the data folder.");
}

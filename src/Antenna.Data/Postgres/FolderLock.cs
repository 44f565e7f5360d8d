namespace Antenna.Data.Postgres;

/// <summary>
/// A lock on a file, held by keeping it open, so that the operating system lets go of it however the process ends.
/// .NET makes it an advisory <c>flock</c> on Unix and a sharing mode on Windows; either excludes other processes and
/// other holders in this one. The file is never deleted: two holders could then each lock a different file.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    // What FileStream reports for a file that is locked: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock alone, or returns null when anybody holds it.</summary>
    public static FolderLock? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Takes the lock together with others who share it, or returns null when another holds it alone.</summary>
    public static FolderLock? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    /// <summary>Whether anybody holds the lock.</summary>
    public static bool IsHeld(string path)
    {
        using var mine = TryExclusive(path);
        return mine is null;
    }

    public void Dispose() => _file.Dispose();

    private static FolderLock? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0));
        }
        catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            return null;
        }
    }
}

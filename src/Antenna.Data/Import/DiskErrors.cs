namespace Antenna.Data.Import;

/// <summary>Distinguishes a full disk from other errors of files: only the one who has it can do something about it.</summary>
public static class DiskErrors
{
    /// <summary>What is wrong, and what a person can do; without a full stop, since what comes after that follows.</summary>
    public const string WhereFull = "The disk of the server is full. Free space on it";

    // ENOSPC and EDQUOT of Linux, the latter of macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Whether a file could not be written because there is no room for it.</summary>
    public static bool IsFull(IOException error) => Full.Contains(error.HResult);
}

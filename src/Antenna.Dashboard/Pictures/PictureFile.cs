using System.Globalization;
using Antenna.Data.Pictures;

namespace Antenna.Dashboard.Pictures;

/// <summary>A file that may be served: inside the folder that its import recorded, whatever links lead there.</summary>
/// <param name="Path">Absolute, without links.</param>
/// <param name="Length">bytes; more than 0.</param>
internal sealed record PictureFile(string Path, long Length, DateTime ModifiedAt)
{
    /// <summary>Without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsSvg => Path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    /// <summary>Another text whenever the file is another one, or has changed.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"{Path}|{ModifiedAt.Ticks}|{Length}");

    /// <summary>The file of a picture; null where there is none, or where it lies outside of the picture's folder.</summary>
    public static PictureFile? Find(StoredPicture picture)
    {
        if (picture.Folder is not { } folder || !System.IO.Path.IsPathFullyQualified(folder) || !StaysInside(picture.Path))
            return null;

        try
        {
            if (RealPath.Of(folder) is not { } root
                || RealPath.Of(System.IO.Path.Combine(folder, picture.Path)) is not { } path
                || !path.StartsWith(WithSeparator(root), StringComparison.Ordinal))
            {
                return null;
            }

            // What has no length is empty, or no file to read from: a pipe, a device, a socket.
            var file = new FileInfo(path);
            return file is { Exists: true, Length: > 0 } ? new(path, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // To a caller, what cannot be read is not there.
            return null;
        }
    }

    /// <summary>Imports record nothing else; but what a path may do is settled where it is used.</summary>
    private static bool StaysInside(string path) =>
        !path.Contains('\\') && !path.Contains('\0')
        // A drive, or a stream next to the file; elsewhere a colon is a letter like others.
        && !(OperatingSystem.IsWindows() && path.Contains(':'))
        && path.Split('/').All(segment => segment is not ("" or "." or ".."));

    private static string WithSeparator(string folder) =>
        System.IO.Path.EndsInDirectorySeparator(folder) ? folder : folder + System.IO.Path.DirectorySeparatorChar;
}

namespace Antenna.Data.Import;

/// <summary>Opens what is to be imported.</summary>
public static class ImportFile
{
    /// <summary>Opens a file for reading from its beginning to its end.</summary>
    /// <exception cref="ImportRefusedException">There is no such file, or it cannot be read.</exception>
    public static FileStream OpenRead(string path)
    {
        try
        {
            // Readers of ours bring a buffer of their own.
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImportRefusedException(PlaceOf(path), $"there is no such file ('{Path.GetFullPath(path)}').", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ImportRefusedException(
                PlaceOf(path), Directory.Exists(path) ? "is a folder; expected a file." : "may not be read: check its permissions.", exception);
        }
        catch (IOException exception)
        {
            throw new ImportRefusedException(PlaceOf(path), $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The absolute path of the folder that a file is in; null where no file is named.</summary>
    public static string? FolderOf(string path) => string.IsNullOrWhiteSpace(path) ? null : Path.GetDirectoryName(Path.GetFullPath(path));

    /// <summary>The file as a whole.</summary>
    public static ImportPlace PlaceOf(string path) => new(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
}

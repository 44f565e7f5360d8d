using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Uploads;

/// <summary>
/// A file that was uploaded, or a folder, kept in a folder of its own until it is disposed of: an import reads it as it reads any
/// other, and may read it twice.
/// </summary>
public sealed class UploadedFile : IDisposable
{
    private const int ChunkSize = 64 << 10;

    private readonly DirectoryInfo _folder;
    private readonly Action<UploadedFile> _removed;

    internal UploadedFile(DirectoryInfo folder, string name, Action<UploadedFile> removed)
    {
        (_folder, _removed) = (folder, removed);
        FullName = Path.Combine(folder.CreateSubdirectory("sent").FullName, name);
    }

    /// <summary>The path of the file or folder, which has the name that it was sent under.</summary>
    public string FullName { get; }

    /// <summary>What is removed with it; files that were sent together share it.</summary>
    internal DirectoryInfo Folder => _folder;

    /// <summary>The path of a file in the same folder, which is removed with it.</summary>
    public string PathOfSibling(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        _folder.Refresh();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
        _removed(this);
    }

    /// <summary>Copies what a browser sends to a path, whose folders are made.</summary>
    internal static async Task CopyAsync(IBrowserFile file, string path, long largest, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        await using var source = file.OpenReadStream(largest, cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var chunk = new byte[ChunkSize];
        long copied = 0;
        for (int read; (read = await source.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            await target.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            copied += read;
            progress?.Report(file.Size == 0 ? 1 : copied / (double)file.Size);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Antenna.Data.Import;
using Antenna.PostProcessing.ImportJobs;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace Antenna.Dashboard.Uploads;

/// <summary>Receives the files that people send from pages.</summary>
/// <param name="root">The folder that they are kept in; it may hold other things too.</param>
public sealed class FileUploads(string root, TimeProvider time) : IDisposable
{
    /// <summary>Bytes of a list that may be sent. A larger file is better imported where it lies.</summary>
    public const long LargestSize = 64 << 20;

    /// <summary>Bytes of other files that may be sent.</summary>
    public const long LargestImport = 8L << 30;

    internal const string FolderPrefix = "antenna-upload-";

    private const string UsualName = "list.csv";
    private const int LongestName = 120;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Older than any page that is still open: what a server that was killed left behind.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(2);

    private readonly ConcurrentDictionary<UploadedFile, bool> _kept = [];

    /// <summary>Receives a file, a part at a time.</summary>
    /// <param name="progress">Hears how much has come, 0 to 1.</param>
    /// <exception cref="ImportRefusedException">It is too large, or cannot be read where it is sent from.</exception>
    public Task<UploadedFile> ReceiveAsync(IBrowserFile file, IProgress<double>? progress, CancellationToken cancellationToken) =>
        ReceiveAsync(file, LargestSize, "import taxa-list", companionOf: null, progress, cancellationToken);

    /// <inheritdoc cref="ReceiveAsync(IBrowserFile, IProgress{double}, CancellationToken)"/>
    /// <param name="largest">Bytes that it may have.</param>
    /// <param name="command">The command that imports a larger one.</param>
    /// <param name="companionOf">A file to whose folder it is to come; null for a folder of its own.</param>
    public async Task<UploadedFile> ReceiveAsync(
        IBrowserFile file, long largest, string command, UploadedFile? companionOf, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var name = NameOf(file.Name);
        if (file.Size > largest)
            throw TooLarge(name, file.Size, largest, command);
        RemoveAbandoned();
        var received = new UploadedFile(companionOf?.Folder ?? CreateFolder(), name, removed: file => _kept.TryRemove(file, out _));
        if (File.Exists(received.FullName))
            throw new ImportRefusedException(new ImportPlace(name), "is there twice; choose one file of a name.");
        await KeepAsync(received, name, () => UploadedFile.CopyAsync(file, received.FullName, largest, progress, cancellationToken));
        return received;
    }

    /// <summary>Receives the files of a folder into a folder of its name, a part at a time.</summary>
    /// <param name="files">Each named by its path from the folder's name on.</param>
    /// <param name="largest">Bytes that they may have together.</param>
    /// <param name="command">The command that imports more.</param>
    /// <param name="progress">By the path of a file within the folder: hears how much of it has come, 0 to 1.</param>
    /// <exception cref="ImportRefusedException">It is too large, has a path that leads out of it, or cannot be read where it is sent from.</exception>
    public async Task<UploadedFile> ReceiveFolderAsync(
        IReadOnlyList<IBrowserFile> files, long largest, string command, Func<string, IProgress<double>>? progress, CancellationToken cancellationToken)
    {
        var sent = SentFolder.Of(files);
        if (sent.Files.Sum(file => file.File.Size) is var size && size > largest)
            throw TooLarge(sent.Name, size, largest, command);
        RemoveAbandoned();
        var received = new UploadedFile(CreateFolder(), sent.Name, removed: file => _kept.TryRemove(file, out _));
        foreach (var (file, path) in sent.Files)
        {
            await KeepAsync(
                received, path, () => UploadedFile.CopyAsync(file, Path.Combine(received.FullName, path), largest, progress?.Invoke(path), cancellationToken));
        }

        return received;
    }

    /// <summary>Keeps what a file is copied into, unless that fails.</summary>
    /// <param name="name">Of the file, for messages.</param>
    private async Task KeepAsync(UploadedFile received, string name, Func<Task> copy)
    {
        _kept.TryAdd(received, true);
        try
        {
            await copy();
        }
        catch (JSException exception)
        {
            received.Dispose();
            throw new ImportRefusedException(
                new ImportPlace(name), "could not be read any further: was it changed or moved meanwhile? Choose it again.", exception);
        }
        catch (IOException exception) when (DiskErrors.IsFull(exception))
        {
            received.Dispose();
            throw new ImportRefusedException(
                new ImportPlace(name), $"does not fit on the server: the disk that holds {root} is full. Free space there, and send the file again.", exception);
        }
        catch
        {
            received.Dispose();
            throw;
        }
    }

    /// <summary>Removes what pages had not removed when the server stopped.</summary>
    public void Dispose()
    {
        foreach (var file in _kept.Keys)
        {
            try
            {
                file.Dispose();
            }
            catch (IOException)
            {
                // Still in use by what is being stopped too: then it is removed once it is old.
            }
        }
    }

    private DirectoryInfo CreateFolder()
    {
        var path = Path.Combine(root, $"{FolderPrefix}{Guid.NewGuid():N}");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly);
    }

    private void RemoveAbandoned()
    {
        var before = time.GetUtcNow().UtcDateTime - Abandoned;
        var left = new[] { FolderPrefix, ImportExecutor.FolderPrefix }.SelectMany(prefix => new DirectoryInfo(root).EnumerateDirectories($"{prefix}*"));
        foreach (var folder in left)
        {
            try
            {
                if (folder.LastWriteTimeUtc < before)
                    folder.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another account's, or gone meanwhile: either way it is not ours to remove.
            }
        }
    }

    /// <summary>The name as a message is to show it, and as a folder of ours can hold it.</summary>
    private static string NameOf(string sent)
    {
        var name = Path.GetFileName(sent.Replace('\\', '/'));
        name = string.Concat(name.Where(letter => !char.IsControl(letter) && !Path.GetInvalidFileNameChars().Contains(letter)));
        return name.Trim(' ', '.').Length == 0 ? UsualName : name.Length > LongestName ? name[^LongestName..] : name;
    }

    private static ImportRefusedException TooLarge(string name, long size, long largest, string command) => new(
        new ImportPlace(name), $"has {Megabytes(size)}, and at most {Megabytes(largest)} can be sent here. Import it with the command '{command}'.");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MB");
}

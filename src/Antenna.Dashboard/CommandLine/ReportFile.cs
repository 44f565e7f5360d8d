using System.CommandLine;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// A file that a command writes next to its answer. That it can be written is known before the command does anything; what it
/// holds is replaced only once the command has done what it was asked for.
/// </summary>
internal sealed class ReportFile : IAsyncDisposable
{
    private readonly string _option;
    private readonly string _path;
    private readonly FileStream _file;
    private readonly bool _isNew;
    private bool _kept;

    private ReportFile(string option, string path, bool isNew, FileStream file)
    {
        _option = option;
        _path = path;
        _isNew = isNew;
        _file = file;
    }

    /// <summary>Where the report is written until it is kept.</summary>
    public Stream Draft { get; } = new FileStream(
        Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });

    /// <summary>Opens the file that an option names, and leaves it as it is.</summary>
    /// <param name="source">The file that the command reads.</param>
    /// <exception cref="RefusedOptionException">It cannot be written.</exception>
    public static ReportFile Open(Option option, string path, string source)
    {
        var name = option.Name.TrimStart('-');
        if (string.IsNullOrWhiteSpace(path))
            throw new RefusedOptionException(name, "No file is named; name one, or leave the option out.");
        if (!string.IsNullOrWhiteSpace(source) && Path.GetFullPath(path) == Path.GetFullPath(source))
            throw new RefusedOptionException(name, $"'{path}' is the file to import; the report would replace it. Name another file.");
        try
        {
            var isNew = !File.Exists(path);

            // Without a buffer: one that could not be written would be tried again on the way out.
            return new(name, path, isNew, new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(path) ? "is a folder" : $"cannot be written: {exception.Message.TrimEnd('.')}";
            throw new RefusedOptionException(name, $"'{path}' {reason}. Name a file in a folder that you may write to.");
        }
    }

    /// <summary>Puts the draft into the file, in the place of what it held.</summary>
    /// <exception cref="RefusedOptionException">It can no longer be written, or not all of it.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            Draft.Position = 0;
            if (_file is { CanSeek: true, Length: > 0 })
                _file.SetLength(0);
            await Draft.CopyToAsync(_file, cancellationToken);
            _kept = true;
        }
        catch (IOException exception)
        {
            throw new RefusedOptionException(
                _option, $"What was asked for is done, but '{_path}' could not be written: {exception.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Draft.DisposeAsync();
        await _file.DisposeAsync();
        if (_isNew && !_kept)
            File.Delete(_path);
    }
}

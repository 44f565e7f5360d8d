using Microsoft.Extensions.Caching.Memory;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Pictures in the sizes that pages ask for, made once and kept for a while: in memory, because making one again after a
/// restart takes milliseconds, browsers keep their own copies and are told by the tag alone that these are good, and
/// nothing has to be swept up.
/// </summary>
internal sealed partial class PictureRenditions : IDisposable
{
    /// <summary>bytes; some 10,000 crops.</summary>
    private const long Capacity = 96 * 1024 * 1024;

    /// <summary>What an entry takes besides the picture, about; and all that one takes which cannot be made.</summary>
    private const int Overhead = 1024;

    /// <summary>Half of the processors, so that pages and runs go on beside a gallery; more than a few only use memory.</summary>
    private readonly SemaphoreSlim _turns = new(Math.Clamp(Environment.ProcessorCount / 2, 1, 4));

    private readonly MemoryCache _made = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private readonly SharedWork<Rendition, RenderedPicture?> _making;
    private readonly ILogger<PictureRenditions> _logger;
    private long _count;

    public PictureRenditions(ILogger<PictureRenditions> logger)
    {
        _logger = logger;
        _making = new(MakeAsync);
    }

    /// <summary>How many pictures were made, or tried in vain.</summary>
    internal long Made => Interlocked.Read(ref _count);

    /// <summary>The picture; null where the file is no picture, or one that cannot be opened.</summary>
    public Task<RenderedPicture?> GetAsync(Rendition wanted, CancellationToken cancellationToken) =>
        _made.TryGetValue(wanted.Tag, out RenderedPicture? made) ? Task.FromResult(made) : _making.GetAsync(wanted, cancellationToken);

    public void Dispose()
    {
        _made.Dispose();
        _turns.Dispose();
    }

    private async Task<RenderedPicture?> MakeAsync(Rendition wanted, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            Interlocked.Increment(ref _count);
            var made = PictureRenderer.Render(wanted, cancellationToken);
            if (made is null)
                LogBroken(wanted.File.Path);

            // What is broken stays so until the file changes, and then it has another tag.
            return _made.Set(wanted.Tag, made, new MemoryCacheEntryOptions { Size = Overhead + (made?.Bytes.Length ?? 0) });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(wanted.File.Path, exception.Message);
            return null;
        }
        finally
        {
            _turns.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "'{Path}' is no picture that can be shown: it is broken, too large, of another kind, or the box lies outside of it.")]
    private partial void LogBroken(string path);

    [LoggerMessage(LogLevel.Warning, "The picture '{Path}' cannot be read: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}

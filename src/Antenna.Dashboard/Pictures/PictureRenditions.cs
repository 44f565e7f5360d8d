using Microsoft.Extensions.Caching.Memory;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Pictures in the sizes that pages ask for, made once and kept for a while: in memory, because making one again after a
/// restart takes milliseconds, browsers keep their own copies and are told by the tag alone that these are good, and
/// nothing has to be swept up.
/// </summary>
internal sealed partial class PictureRenditions : IDisposable
{
    /// <summary>How long a picture may take, waiting for its turn not counted.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>bytes; some 10,000 crops.</summary>
    private const long Capacity = 96 * 1024 * 1024;

    /// <summary>What an entry takes besides the picture, about; and all that one takes which cannot be made.</summary>
    private const int Overhead = 1024;

    private readonly MemoryCache _made = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private readonly RenderingTurns _turns;
    private readonly SingleFlight<Rendition, PictureResult> _making;
    private readonly Func<Rendition, CancellationToken, PictureResult> _render;
    private readonly TimeProvider _time;
    private readonly ILogger<PictureRenditions> _logger;
    private long _count;

    public PictureRenditions(TimeProvider time, ILogger<PictureRenditions> logger)
        : this(PictureRenderer.Render, time, logger)
    {
    }

    internal PictureRenditions(Func<Rendition, CancellationToken, PictureResult> render, TimeProvider time, ILogger<PictureRenditions> logger)
    {
        _render = render;
        _time = time;
        _logger = logger;
        _turns = new(time);
        _making = new(MakeAsync);
    }

    /// <summary>How many pictures were made, or tried in vain.</summary>
    internal long Made => Interlocked.Read(ref _count);

    /// <summary>The picture, or why it cannot be shown.</summary>
    public Task<PictureResult> GetAsync(Rendition wanted, CancellationToken cancellationToken) =>
        _made.TryGetValue(wanted.Tag, out PictureResult? made) ? Task.FromResult(made!) : _making.GetAsync(wanted, cancellationToken);

    public void Dispose()
    {
        _made.Dispose();
        _turns.Dispose();
    }

    private async Task<PictureResult> MakeAsync(Rendition wanted, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            Interlocked.Increment(ref _count);
            var made = _render(wanted, either.Token);
            if (made.Problem is { } problem)
                LogRefused(wanted.File.Path, problem.Detail);
            else if (!made.IsComplete)
                LogIncomplete(wanted.File.Path);

            // What is broken stays so until the file changes, and then it has another tag.
            return _made.Set(wanted.Tag, made, new MemoryCacheEntryOptions { Size = Overhead + (made.Picture?.Bytes.Length ?? 0) });
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogTimeout(wanted.File.Path, Timeout.TotalSeconds);
            return new(PictureProblem.TookTooLong(wanted.File.Name, Timeout));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(wanted.File.Path, exception);
            return new(PictureProblem.NotReadable(wanted.File.Name));
        }
    }

    [LoggerMessage(EventId = 3311, Level = LogLevel.Warning, Message = "The picture '{Path}' cannot be shown: {Reason}")]
    private partial void LogRefused(string path, string reason);

    [LoggerMessage(EventId = 3312, Level = LogLevel.Warning, Message = "The picture '{Path}' ends early; what it has is shown")]
    private partial void LogIncomplete(string path);

    [LoggerMessage(EventId = 3313, Level = LogLevel.Warning, Message = "The picture '{Path}' was given up after {Seconds} s")]
    private partial void LogTimeout(string path, double seconds);

    [LoggerMessage(EventId = 3314, Level = LogLevel.Warning, Message = "The picture '{Path}' cannot be read")]
    private partial void LogUnreadable(string path, Exception exception);
}

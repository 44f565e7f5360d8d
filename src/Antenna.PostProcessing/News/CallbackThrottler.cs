using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.News;

/// <summary>
/// Turns any number of signals into calls, at most one in 100 ms: the first at once, and however many come while one is
/// under way or has just been made, one more after that. So what the callback shows is never older than the last signal,
/// and there is never a queue. A callback that fails is logged, and the next signal calls it again.
/// </summary>
public sealed partial class CallbackThrottler : IAsyncDisposable
{
    /// <summary>The shortest time between two calls.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly CancellationTokenSource _disposed = new();
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly Task _calling;

    /// <param name="name">What the log calls it.</param>
    public CallbackThrottler(string name, TimeProvider time, ILogger logger, Func<CancellationToken, Task> callback)
    {
        _name = name;
        _time = time;
        _logger = logger;
        _callback = callback;
        _calling = CallOnSignalsAsync(_disposed.Token);
    }

    /// <summary>Requests a call, from any thread, without waiting for it.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>Cancels a call that is under way, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _calling;
        _disposed.Dispose();
    }

    private async Task CallOnSignalsAsync(CancellationToken disposed)
    {
        try
        {
            await foreach (var _ in _signals.Reader.ReadAllAsync(disposed))
            {
                await CallAsync(disposed);
                await Task.Delay(Interval, _time, disposed);
            }
        }
        catch (OperationCanceledException) when (disposed.IsCancellationRequested)
        {
            // Disposed: nobody waits for a call any more.
        }
    }

    private async Task CallAsync(CancellationToken disposed)
    {
        try
        {
            await _callback(disposed);
        }
        catch (Exception exception) when (disposed.IsCancellationRequested)
        {
            LogEnded(_name, exception);
        }
        catch (Exception exception)
        {
            LogFailed(_name, exception);
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "The update of {Name} failed; the next change updates it again")]
    private partial void LogFailed(string name, Exception exception);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Debug, Message = "The update of {Name} ended with it")]
    private partial void LogEnded(string name, Exception exception);
}

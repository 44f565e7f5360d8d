using Antenna.Data.News;
using Antenna.Data.Runs;
using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.News;

/// <summary>
/// Turns what is announced into news, for this process as a whole: a run that anybody shows is read at most once in
/// 100 ms, however many show it, and one that nobody shows is not read at all.
/// </summary>
internal sealed partial class NewsReader : IAsyncDisposable
{
    /// <summary>How long to wait after an error before the same runs are read again.</summary>
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly NewsSubscriptions _subscriptions;
    private readonly RunHistory _runs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CallbackThrottler _throttler;
    private Dictionary<long, Announcement> _changed = [];

    public NewsReader(NewsSubscriptions subscriptions, RunHistory runs, TimeProvider time, ILogger logger)
    {
        _subscriptions = subscriptions;
        _runs = runs;
        _time = time;
        _logger = logger;
        _throttler = new(nameof(NewsReader), time, logger, ReadAsync);
    }

    /// <summary>Takes what was announced.</summary>
    public void Receive(Announcement change)
    {
        if (!_subscriptions.Concerns(change))
            return;
        if (change.Subject is not NewsSubject.Run)
        {
            _subscriptions.Publish(new(change));
            return;
        }

        lock (_gate)
        {
            foreach (var id in change.Ids)
                _changed[id] = change;
        }

        _throttler.Signal();
    }

    /// <summary>Tells everybody that announcements may have been missed.</summary>
    public void CatchUp() => _subscriptions.Publish(NewsItem.Missed);

    public ValueTask DisposeAsync() => _throttler.DisposeAsync();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Dictionary<long, Announcement> changed;
        lock (_gate)
            (changed, _changed) = (_changed, []);
        try
        {
            var rows = await _runs.FindRowsAsync([.. changed.Keys], cancellationToken);
            foreach (var (id, change) in changed)
                _subscriptions.Publish(new(change, rows.GetValueOrDefault(id)));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(changed.Count, exception);
            lock (_gate)
            {
                foreach (var (id, change) in changed)
                    _changed.TryAdd(id, change);
            }

            await Task.Delay(PauseAfterError, _time, cancellationToken);
            _throttler.Signal();
        }
    }

    [LoggerMessage(EventId = 2131, Level = LogLevel.Warning, Message = "Could not read {Count} runs that changed; they are read again")]
    private partial void LogNotRead(int count, Exception exception);
}

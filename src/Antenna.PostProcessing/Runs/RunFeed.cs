namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Tells who subscribed that a run changed. What comes is that it changed, not how: a subscriber that reads how the run
/// stands is right at once, whenever it subscribes and whatever it missed.
/// </summary>
public sealed class RunFeed
{
    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];

    /// <summary>Calls back on every change of this run, or of any run; quickly, from any thread, until disposed.</summary>
    public IDisposable Subscribe(long? runId, Action changed)
    {
        var subscription = new Subscription(this, runId, changed);
        lock (_lock)
            _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Tells the run's subscribers; with null, everybody, because changes may have been missed.</summary>
    internal void Publish(long? runId)
    {
        List<Subscription> subscribed;
        lock (_lock)
            subscribed = [.. _subscriptions.Where(subscription => runId is null || subscription.RunId is null || subscription.RunId == runId)];
        foreach (var subscription in subscribed)
            subscription.Changed();
    }

    private sealed class Subscription(RunFeed feed, long? runId, Action changed) : IDisposable
    {
        public long? RunId => runId;

        public Action Changed => changed;

        public void Dispose()
        {
            lock (feed._lock)
                feed._subscriptions.Remove(this);
        }
    }
}

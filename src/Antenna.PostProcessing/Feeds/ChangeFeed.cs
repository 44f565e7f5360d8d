namespace Antenna.PostProcessing.Feeds;

/// <summary>
/// Tells who subscribed that something changed. What comes is that it changed, not how: a subscriber that reads how it
/// stands is right at once, whenever it subscribes and whatever it missed.
/// </summary>
public abstract class ChangeFeed
{
    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];

    /// <summary>Calls back on every change of what has this id, or of anything; quickly, from any thread, until disposed.</summary>
    public IDisposable Subscribe(long? id, Action changed)
    {
        var subscription = new Subscription(this, id, changed);
        lock (_lock)
            _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Tells the subscribers of this id; with null, everybody, because changes may have been missed.</summary>
    internal void Publish(long? id)
    {
        List<Subscription> subscribed;
        lock (_lock)
            subscribed = [.. _subscriptions.Where(subscription => id is null || subscription.Id is null || subscription.Id == id)];
        foreach (var subscription in subscribed)
            subscription.Changed();
    }

    private sealed class Subscription(ChangeFeed feed, long? id, Action changed) : IDisposable
    {
        public long? Id => id;

        public Action Changed => changed;

        public void Dispose()
        {
            lock (feed._lock)
                feed._subscriptions.Remove(this);
        }
    }
}

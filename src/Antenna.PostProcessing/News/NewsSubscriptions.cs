using Antenna.Data.News;
using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.News;

/// <summary>Hands each change to those who subscribed to what it concerns.</summary>
public sealed partial class NewsSubscriptions(ILogger<NewsSubscriptions> logger)
{
    private readonly Lock _gate = new();
    private Subscription[] _subscriptions = [];

    /// <summary>Subscribes until disposed. Who subscribes before reading what is there misses nothing.</summary>
    /// <param name="concerns">Whether the subscriber shows any of what changed; quick, and called from any thread.</param>
    /// <param name="handle">Takes a change that concerns the subscriber, or <see cref="NewsItem.Missed"/>; quick, and called from any thread.</param>
    public IDisposable Subscribe(Predicate<Announcement> concerns, Action<NewsItem> handle)
    {
        var subscription = new Subscription(this, concerns, handle);
        lock (_gate)
            _subscriptions = [.. _subscriptions, subscription];
        return subscription;
    }

    /// <summary>Whether anybody shows what changed.</summary>
    internal bool Concerns(Announcement change)
    {
        foreach (var subscription in Current())
        {
            if (Concerns(subscription, change))
                return true;
        }

        return false;
    }

    /// <summary>Tells those whom it concerns; all, where changes may have been missed.</summary>
    internal void Publish(NewsItem item)
    {
        foreach (var subscription in Current())
        {
            if (item.Change is null || Concerns(subscription, item.Change))
                Handle(subscription, item);
        }
    }

    private Subscription[] Current()
    {
        lock (_gate)
            return _subscriptions;
    }

    // One subscriber's error is not to keep the others from their news.
    private bool Concerns(Subscription subscription, Announcement change)
    {
        try
        {
            return subscription.Concerns(change);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return false;
        }
    }

    private void Handle(Subscription subscription, NewsItem item)
    {
        try
        {
            subscription.Handle(item);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(EventId = 2111, Level = LogLevel.Error, Message = "A subscriber failed to take a change")]
    private partial void LogFailed(Exception exception);

    private sealed class Subscription(NewsSubscriptions owner, Predicate<Announcement> concerns, Action<NewsItem> handle) : IDisposable
    {
        public Predicate<Announcement> Concerns => concerns;

        public Action<NewsItem> Handle => handle;

        public void Dispose()
        {
            lock (owner._gate)
                owner._subscriptions = [.. owner._subscriptions.Where(other => other != this)];
        }
    }
}

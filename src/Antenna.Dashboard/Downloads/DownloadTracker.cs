using System.Collections.Concurrent;
using Antenna.Data.Export;

namespace Antenna.Dashboard.Downloads;

/// <summary>
/// Downloads that pages of this node offer, so that a page can show how far its own is and cancel it: a browser says neither.
/// One that no page offers, such as that of a program, is served all the same.
/// </summary>
public sealed class DownloadTracker
{
    private readonly ConcurrentDictionary<Guid, TrackedDownload> _offered = new();

    /// <summary>Offers a download; its id goes into the link. Disposing of it withdraws the offer, and cancels what is under way.</summary>
    public TrackedDownload Offer()
    {
        var download = new TrackedDownload(id => _offered.TryRemove(id, out _));
        _offered[download.Id] = download;
        return download;
    }

    /// <summary>The download of an id; null where it is not offered, or no longer.</summary>
    public TrackedDownload? Find(Guid? id) => id is { } known && _offered.TryGetValue(known, out var download) ? download : null;
}

/// <summary>How a download stands.</summary>
public enum DownloadState
{
    /// <summary>Nobody has asked for it yet.</summary>
    Offered,
    Running,
    Done,

    /// <summary>By the page that offered it, or by the browser.</summary>
    Canceled,
    Failed,
}

/// <summary>One download that a page offers. Safe to use from the page's circuit and from the request at once.</summary>
public sealed class TrackedDownload : IDisposable, IProgress<ExportProgress>
{
    private readonly Lock _gate = new();
    private readonly Action<Guid> _withdraw;
    private readonly CancellationTokenSource _withdrawn = new();
    private readonly CancellationToken _withdrawnToken;
    private CancellationTokenSource? _running;

    internal TrackedDownload(Action<Guid> withdraw)
    {
        _withdraw = withdraw;
        _withdrawnToken = _withdrawn.Token;
    }

    /// <summary>Called when it changes, from any thread.</summary>
    public event Action? Changed;

    public Guid Id { get; } = Guid.NewGuid();

    public DownloadState State { get; private set; }

    public ExportProgress Progress { get; private set; }

    /// <summary>The browser has asked for it. Asked for again, it begins anew, and what was under way is canceled.</summary>
    /// <param name="aborted">Of the request: the browser has left.</param>
    /// <returns>Canceled when the page cancels it, or the browser leaves.</returns>
    internal CancellationToken Begin(CancellationToken aborted)
    {
        CancellationTokenSource? before;
        var running = CancellationTokenSource.CreateLinkedTokenSource(aborted, _withdrawnToken);
        lock (_gate)
        {
            before = _running;
            (_running, State, Progress) = (running, DownloadState.Running, default);
        }

        before?.Cancel();
        Changed?.Invoke();
        return running.Token;
    }

    public void Report(ExportProgress value)
    {
        Progress = value;
        Changed?.Invoke();
    }

    /// <summary>It has come to an end.</summary>
    /// <param name="token">The one that it began with: what was begun anew meanwhile has not ended.</param>
    internal void End(DownloadState state, CancellationToken token)
    {
        lock (_gate)
        {
            if (_running?.Token != token)
                return;
            (_running, State) = (null, state);
        }

        Changed?.Invoke();
    }

    public void Cancel()
    {
        CancellationTokenSource? running;
        lock (_gate)
            running = _running;
        running?.Cancel();
    }

    public void Dispose()
    {
        _withdraw(Id);
        _withdrawn.Cancel();
        _withdrawn.Dispose();
    }
}

using Antenna.Dashboard.Components.States;
using Antenna.Data.News;
using Antenna.PostProcessing.News;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Live;

/// <summary>
/// A component that reads from services and follows changes: a token that is canceled with it, a state for loading and
/// errors, and subscriptions that update it through a throttle.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private readonly List<IAsyncDisposable> _owned = [];

    protected LiveComponent() => DisposedToken = _disposed.Token;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    [Inject]
    private NewsSubscriptions News { get; set; } = null!;

    /// <summary>Canceled when the component is disposed. What was awaited meanwhile still reads it then, when its source is gone.</summary>
    protected CancellationToken DisposedToken { get; }

    /// <summary>The error of the last <see cref="LoadAsync"/>; null where it succeeded.</summary>
    protected PageError? LoadError { get; private set; }

    /// <summary>The error of the last update by what the component follows: what it shows may be out of date.</summary>
    protected PageError? UpdateError { get; private set; }

    /// <summary>The first <see cref="LoadAsync"/> has not ended yet.</summary>
    protected bool IsLoading { get; private set; } = true;

    private ILogger Logger => Loggers.CreateLogger(GetType());

    /// <summary>Reads or does something for the component; an error becomes <see cref="LoadError"/> and leaves the page standing.</summary>
    /// <param name="failed">What the page says then, before the reason.</param>
    protected async Task LoadAsync(Func<CancellationToken, Task> load, string failed = "This could not be read")
    {
        var error = await TryAsync(load, failed);
        if (DisposedToken.IsCancellationRequested)
            return;
        (LoadError, IsLoading) = (error, false);
    }

    /// <summary>Updates the component when something that concerns it changes, at most ten times a second.</summary>
    /// <param name="concerns">Whether the component shows any of what changed; called from any thread.</param>
    /// <param name="update">Shows what changed; runs on the component's circuit.</param>
    /// <returns>Ends the subscription before the component is disposed.</returns>
    protected IAsyncDisposable FollowNews(Predicate<Announcement> concerns, Func<NewsBatch, CancellationToken, Task> update)
    {
        var pending = new PendingNews();
        return Follow(
            changed => News.Subscribe(concerns, item =>
            {
                pending.Add(item);
                changed();
            }),
            async cancellationToken =>
            {
                var news = pending.Take();
                try
                {
                    await update(news, cancellationToken);
                }
                catch
                {
                    // What could not be shown is news still, for when it is tried again.
                    pending.Restore(news);
                    throw;
                }
            });
    }

    /// <summary>
    /// Updates the component when its source signals, at most ten times a second. An update that fails is made again after a pause:
    /// its signal may have been the last one, and what is shown would stay out of date for good.
    /// </summary>
    /// <param name="subscribe">Takes what to call on a signal, returns the subscription.</param>
    /// <param name="update">Runs on the component's circuit, which then renders.</param>
    /// <returns>Ends the subscription before the component is disposed.</returns>
    protected IAsyncDisposable Follow(Func<Action, IDisposable> subscribe, Func<CancellationToken, Task> update)
    {
        UpdateRetry? retry = null;
        var throttler = new CallbackThrottler(GetType().Name, Time, Logger, _ => InvokeAsync(async () =>
        {
            UpdateError = await TryAsync(update, "This could not be brought up to date");
            retry!.Report(UpdateError is null);
            StateHasChanged();
        }));
        retry = new(Time, throttler.Signal);
        var subscription = new Subscription(subscribe(throttler.Signal), retry, throttler);
        _owned.Add(subscription);
        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        await DisposeAsyncCore();
        _disposed.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of what a derived component holds.</summary>
    protected virtual ValueTask DisposeAsyncCore() => ValueTask.CompletedTask;

    // A cancellation that is not the component's own is an error like any other: a caller waits for what was canceled.
    private async Task<PageError?> TryAsync(Func<CancellationToken, Task> act, string failed)
    {
        try
        {
            await act(DisposedToken);
            return null;
        }
        catch (OperationCanceledException) when (DisposedToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            return PageErrors.Describe(exception, failed, Logger);
        }
    }

    private sealed class Subscription(IDisposable source, UpdateRetry retry, CallbackThrottler throttler) : IAsyncDisposable
    {
        private bool _hasEnded;

        public async ValueTask DisposeAsync()
        {
            if (_hasEnded)
                return;
            _hasEnded = true;
            source.Dispose();
            retry.Dispose();
            await throttler.DisposeAsync();
        }
    }
}

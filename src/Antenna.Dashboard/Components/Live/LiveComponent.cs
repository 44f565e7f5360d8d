using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Live;

/// <summary>
/// What a component needs that reads from services and follows what is pushed: a token that ends with it, a state for
/// loading and trouble, and subscriptions that update it through the one throttle.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<IAsyncDisposable> _owned = [];

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>Cancelled when the component goes.</summary>
    protected CancellationToken Leaving => _leaving.Token;

    /// <summary>What went wrong with the last <see cref="LoadAsync"/>, in words for whoever looks; null where nothing did.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>The first <see cref="LoadAsync"/> is not done yet.</summary>
    protected bool IsLoading { get; private set; } = true;

    /// <summary>Reads what the component shows, and remembers what went wrong instead of taking the page down.</summary>
    /// <param name="trouble">What to say then, before the reason.</param>
    protected async Task LoadAsync(Func<CancellationToken, Task> load, string trouble = "This could not be read")
    {
        try
        {
            await load(Leaving);
            Trouble = null;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTrouble(Loggers.CreateLogger(GetType()), GetType().Name, exception);
            Trouble = $"{trouble}: {exception.Message}";
        }

        IsLoading = false;
    }

    /// <summary>Updates the component whenever what it subscribes to signals, at most ten times a second.</summary>
    /// <param name="subscribe">Takes what to call on a signal, gives the subscription.</param>
    /// <param name="refresh">Reads anew what changed; runs on the component's circuit.</param>
    /// <returns>What ends it before the component goes.</returns>
    protected IAsyncDisposable Follow(Func<Action, IDisposable> subscribe, Func<CancellationToken, Task> refresh)
    {
        var throttle = new Throttle(Time, _ => InvokeAsync(async () =>
        {
            await LoadAsync(refresh);
            StateHasChanged();
        }));
        var subscription = new Subscription(subscribe(throttle.Signal), throttle);
        _owned.Add(subscription);
        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        await LeaveAsync();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the component holds besides.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    [LoggerMessage(LogLevel.Error, "{Component} could not read what it shows.")]
    private static partial void LogTrouble(ILogger logger, string component, Exception exception);

    private sealed class Subscription(IDisposable source, Throttle throttle) : IAsyncDisposable
    {
        private bool _hasEnded;

        public async ValueTask DisposeAsync()
        {
            if (_hasEnded)
                return;
            _hasEnded = true;
            source.Dispose();
            await throttle.DisposeAsync();
        }
    }
}

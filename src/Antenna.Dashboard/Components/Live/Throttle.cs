using System.Threading.Channels;

namespace Antenna.Dashboard.Components.Live;

/// <summary>
/// Turns any number of signals into updates, at most ten a second: the first at once, and however many come while one is
/// under way or just done, one more after that. So what is shown is never older than the last signal, and never a queue.
/// </summary>
internal sealed class Throttle : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task> _update;
    private readonly Task _updating;

    /// <param name="update">Shows how things stand; handles its own errors.</param>
    public Throttle(TimeProvider time, Func<CancellationToken, Task> update)
    {
        _time = time;
        _update = update;
        _updating = UpdateAsync(_stop.Token);
    }

    /// <summary>Asks for an update, from any thread, without waiting for it.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _updating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task UpdateAsync(CancellationToken stop)
    {
        await foreach (var _ in _signals.Reader.ReadAllAsync(stop))
        {
            await _update(stop);

            // The pause is what makes it a throttle.
            await Task.Delay(Interval, _time, stop);
        }
    }
}

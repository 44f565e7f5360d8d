using Microsoft.Extensions.Time.Testing;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>A background service starts when it pleases: its timer must be there before time passes.</summary>
internal sealed class TimeWithTimer(DateTimeOffset now) : FakeTimeProvider(now)
{
    private readonly TaskCompletionSource _timerCreated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task TimerCreated => _timerCreated.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timerCreated.TrySetResult();
        return timer;
    }
}

using Quartz;

namespace Antenna.PostProcessing;

/// <summary>Whether the scheduler of this node executes runs now: one that does not should be sent no people.</summary>
public sealed class SchedulerState(ISchedulerFactory schedulers)
{
    /// <summary>False before the scheduler has started, while it pauses, and from when it begins to stop.</summary>
    public async Task<bool> IsRunningAsync(CancellationToken cancellationToken) =>
        (await schedulers.GetScheduler(cancellationToken)).Status is SchedulerStatus.Running;
}

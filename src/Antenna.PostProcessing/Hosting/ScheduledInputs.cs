using Quartz;
using Quartz.Impl;

namespace Antenna.PostProcessing.Hosting;

/// <summary>Reads what the schedule holds: while a piece of work is in it, a node has it, or the next one that is free takes it.</summary>
internal static class ScheduledInputs
{
    /// <summary>The inputs of all jobs of a kind that are waiting or at work, on any node.</summary>
    public static async Task<IReadOnlyList<TInput>> ReadAsync<TJob, TInput>(ISchedulerFactory schedulers, CancellationToken cancellationToken)
        where TJob : IJob<TInput>
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var ofJob = new TriggerQuery { Job = SchedulerConstants.ScheduledJobKey<TJob>(), Take = PagedQuery.All };
        var triggers = await scheduler.QueryTriggers(ofJob, cancellationToken);

        // Quartz sets aside what it could not fire, for good.
        var alive = triggers.Items.Where(trigger => trigger.State is not TriggerState.Error).Select(trigger => trigger.Key).ToList();
        var inputs = new SystemTextJsonJobInputSerializer();
        return
        [
            .. (await scheduler.GetTriggers(alive, cancellationToken))
                .Select(trigger => trigger.JobDataMap.GetString(SchedulerConstants.JobInput))
                .Select(input => inputs.Deserialize<TInput>(input!)!),
        ];
    }
}

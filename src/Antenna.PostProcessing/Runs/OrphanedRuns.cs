using System.Globalization;
using Antenna.Data.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Quartz.Impl;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Fails orphaned runs: those that have had no heartbeat for <see cref="HeartbeatTimeout"/> and are not in the schedule either.
/// While a run is in the schedule, a node holds it, or the next one that starts takes it.
/// </summary>
public sealed partial class OrphanedRuns(
    NpgsqlDataSource dataSource, ISchedulerFactory schedulers, RunEndings endings, TimeProvider time, ILogger<OrphanedRuns> logger)
{
    /// <summary>How long a run may be without a heartbeat; sixty of them.</summary>
    public static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Fails them, each with what was known of it.</summary>
    /// <returns>The ids of the runs that were failed.</returns>
    public async Task<IReadOnlyList<long>> FailAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var unattended = await UnattendedRun.ReadAllAsync(dataSource, now - HeartbeatTimeout, cancellationToken);
        if (unattended.Count == 0)
            return [];

        var scheduled = await ScheduledAsync(cancellationToken);
        var failed = new List<long>();
        foreach (var run in unattended.Where(run => !scheduled.Contains(run.RunId)))
        {
            if (!await endings.FailAsync(run.RunId, ReasonOf(run), new { run.Node, run.LastHeartbeat }, cancellationToken))
                continue;
            LogOrphaned(run.RunId, run.Node ?? "no node", run.LastHeartbeat);
            failed.Add(run.RunId);
        }

        return failed;
    }

    private async Task<IReadOnlySet<long>> ScheduledAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var ofRuns = new TriggerQuery { Job = SchedulerConstants.ScheduledJobKey<RunJob>(), Take = PagedQuery.All };
        var triggers = await scheduler.QueryTriggers(ofRuns, cancellationToken);

        // Quartz sets aside what it could not fire, for good.
        var alive = triggers.Items.Where(trigger => trigger.State is not TriggerState.Error).Select(trigger => trigger.Key).ToList();
        var inputs = new SystemTextJsonJobInputSerializer();
        return (await scheduler.GetTriggers(alive, cancellationToken))
            .Select(trigger => trigger.JobDataMap.GetString(SchedulerConstants.JobInput))
            .Select(input => inputs.Deserialize<RunJobInput>(input!)!.RunId)
            .ToHashSet();
    }

    private static string ReasonOf(UnattendedRun run)
    {
        var heartbeat = run.Node is { } node ? $"Its node ({node}) gave its last heartbeat at" : "No node has given a heartbeat since";
        var reached = run.Total is { } total
            ? string.Create(CultureInfo.InvariantCulture, $"after {run.Checked:N0} of {total:N0} rows")
            : "before its rows were counted";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{heartbeat} {run.LastHeartbeat:yyyy-MM-dd HH:mm} UTC, {reached}, and none is going to take it up. ")
            + "What it had written stays, and is listed. Resume it to do the rest, or undo it.";
    }

    [LoggerMessage(EventId = 2221, Level = LogLevel.Error, Message = "Run {RunId} is orphaned: the last heartbeat, of {Node}, is of {LastHeartbeat:u}")]
    private partial void LogOrphaned(long runId, string node, DateTime lastHeartbeat);
}

using System.Globalization;
using Antenna.Data.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Quartz.Impl;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Fails the runs that nobody will ever finish: those that have been silent for long, and that the schedule does not hold.
/// As long as it does, a node has the run, or one that comes up takes it.
/// </summary>
public sealed partial class LostRuns(
    NpgsqlDataSource dataSource, ISchedulerFactory schedulers, TimeProvider time, ILogger<LostRuns> logger)
{
    /// <summary>How long a run may be silent; sixty heartbeats.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    /// <summary>Fails them, each with what was known of it.</summary>
    /// <returns>The ids of the runs that were failed.</returns>
    public async Task<IReadOnlyList<long>> FailAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var silent = await SilentRun.ReadAllAsync(dataSource, now - LongestSilence, cancellationToken);
        if (silent.Count == 0)
            return [];

        var scheduled = await ScheduledAsync(cancellationToken);
        var failed = new List<long>();
        foreach (var run in silent.Where(run => !scheduled.Contains(run.Claim.RunId)))
        {
            // Whoever claimed it in this moment keeps it: the claim says which attempt is lost.
            if (!await RunRecords.FailAsync(dataSource, run.Claim, ReasonOf(run), now, cancellationToken))
                continue;
            LogLost(run.Claim.RunId, run.Node ?? "no node", run.LastSign);
            failed.Add(run.Claim.RunId);
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

    private static string ReasonOf(SilentRun run)
    {
        var sign = run.Node is { } node ? $"Its node ({node}) gave the last sign of life at" : "No node has given a sign of life since";
        var reached = run.Total is { } total
            ? string.Create(CultureInfo.InvariantCulture, $"after {run.Checked:N0} of {total:N0} rows")
            : "before its rows were counted";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sign} {run.LastSign:yyyy-MM-dd HH:mm} UTC, {reached}, and none is going to take it up. ")
            + "What it had written stays, and is listed; start the same run again to do the rest.";
    }

    [LoggerMessage(LogLevel.Error, "Run {RunId} is lost: {Node} gave its last sign of life at {LastSign:u}.")]
    private partial void LogLost(long runId, string node, DateTime lastSign);
}

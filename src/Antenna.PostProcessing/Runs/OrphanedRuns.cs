using System.Globalization;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Fails orphaned runs: those that have had no heartbeat for <see cref="HeartbeatTimeout"/> and are not in the schedule either.
/// While a run is in the schedule, a node holds it, or the next one that starts takes it.
/// </summary>
public sealed partial class OrphanedRuns(
    NpgsqlDataSource dataSource, ISchedulerFactory schedulers, RunTransactions transactions, TimeProvider time, ILogger<OrphanedRuns> logger)
{
    /// <summary>How long a run may be without a heartbeat; sixty of them.</summary>
    public static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Fails them, each with what was known of it.</summary>
    /// <returns>The ids of the runs that were failed.</returns>
    public async Task<IReadOnlyList<long>> FailAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().UtcDateTime - HeartbeatTimeout;
        var unattended = await UnattendedRun.ReadAllAsync(dataSource, before, cancellationToken);
        if (unattended.Count == 0)
            return [];

        var scheduled = (await ScheduledInputs.ReadAsync<RunJob, RunJobInput>(schedulers, cancellationToken)).Select(input => input.RunId).ToHashSet();
        var failed = new List<long>();
        foreach (var id in unattended.Select(run => run.RunId).Where(id => !scheduled.Contains(id)))
        {
            if (await FailAsync(id, before, cancellationToken) is not { } run)
                continue;
            LogOrphaned(id, run.Node ?? "no node", run.LastHeartbeat);
            failed.Add(id);
        }

        return failed;
    }

    /// <summary>Fails a run if it is unattended still: since it was read a node may have taken it up, or a person resumed it.</summary>
    /// <returns>What was known of it; null where it was not failed.</returns>
    private Task<UnattendedRun?> FailAsync(long runId, DateTime before, CancellationToken cancellationToken) => transactions.ExecuteAsync(
        async transaction =>
        {
            await RunRecords.LockAsync(transaction.Connection, runId, cancellationToken);
            return await UnattendedRun.FindAsync(transaction.Connection, runId, before, cancellationToken) is { } run
                && await RunEndings.FailAsync(transaction, runId, ReasonOf(run), new { run.Node, run.LastHeartbeat }, cancellationToken)
                    ? run
                    : null;
        },
        cancellationToken);

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

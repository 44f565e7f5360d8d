using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Starts runs: cuts them into parts that workers share, unless another run has the same lineages; then they wait for it.
/// </summary>
public sealed class RunStarter(IDbContextFactory<AntennaDbContext> contexts, PostProcessingTasks tasks, RunTransactions transactions, PartSize partSize)
{
    /// <summary>Starts a queued run. A run that has started already is left as it is.</summary>
    /// <returns>The only part of the run that is left, for the caller to execute; null where it has several, or none.</returns>
    public async Task<int?> StartAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await context.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancellationToken);
        if (run is null || !run.State.IsUnderWay())
            return null;

        // Outside the transaction, which keeps other starts waiting.
        var cut = run.State is RunState.Queued && !await context.RunParts.AnyAsync(part => part.RunId == runId, cancellationToken)
            ? await CutAsync(context, run, cancellationToken)
            : null;
        return await transactions.ExecuteAsync(transaction => StartAsync(transaction, run, cut, cancellationToken), cancellationToken);
    }

    private static async Task<int?> StartAsync(RunTransaction transaction, Run run, Cut? cut, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection;
        await RunRecords.LockStartsAsync(connection, cancellationToken);
        switch (await RunRecords.LockAsync(connection, run.Id, cancellationToken))
        {
            case RunState.Running or RunState.Canceling:
                // The start was committed, and its node went away before it had executed the only part.
                return await OnlyPartAsync(transaction, run.Id, cancellationToken);
            case not RunState.Queued:
                return null;
        }

        // A firing that was recovered: the run that it waits for starts it.
        if (await RunRecords.IsWaitingAsync(connection, run.Id, cancellationToken))
            return null;

        // Kept from being resumed until this has started, or waits for it.
        if (run.UndoesRunId is { } undone)
            await RunRecords.LockAsync(connection, undone, cancellationToken);
        if (await WaitForBlockerAsync(connection, run.Id, cancellationToken))
            return null;
        if (await RunUndo.WhyNotAsync(connection, run, cancellationToken) is { } reason)
        {
            await RunEndings.FailAsync(transaction, run.Id, reason, details: null, cancellationToken);
            return null;
        }

        await OpenPartsAsync(transaction, run.Id, cut, cancellationToken);
        if (await OnlyPartAsync(transaction, run.Id, cancellationToken) is { } only)
            return only;
        foreach (var part in await RunPartRecords.UnfinishedAsync(connection, run.Id, cancellationToken))
            await transaction.SchedulePartAsync(run.Id, part, cancellationToken);
        await RunEndings.EndIfDoneAsync(transaction, run.Id, cancellationToken);
        return null;
    }

    /// <summary>Has a run wait for one that has the same lineages.</summary>
    /// <returns>Whether there is one.</returns>
    private static async Task<bool> WaitForBlockerAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        while (await RunRecords.FindBlockerAsync(connection, runId, cancellationToken) is { } blocker)
        {
            // One that is ending at this moment frees those that it knows of: it must know of this one, or have ended.
            if (!await RunRecords.IsUnderWayAsync(connection, blocker, cancellationToken))
                continue;
            await RunRecords.WaitForAsync(connection, runId, blocker, cancellationToken);
            return true;
        }

        return false;
    }

    private static async Task OpenPartsAsync(RunTransaction transaction, long runId, Cut? cut, CancellationToken cancellationToken)
    {
        if (cut is not null)
            await RunPartRecords.InsertAsync(transaction.Connection, runId, cut.Ranges, cut.Total, cancellationToken);
        else
            await RunPartRecords.ReopenAsync(transaction.Connection, runId, cancellationToken);
        await RunRecords.ChangeStateAsync(
            transaction.Connection, runId, [RunState.Queued], RunState.Running, transaction.Now, person: null, cancellationToken);
    }

    private static async Task<int?> OnlyPartAsync(RunTransaction transaction, long runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select min(number) from run_parts where run_id = $1 having count(*) = 1 and count(finished_at) = 0", transaction.Connection)
        {
            Parameters = { new() { Value = runId } },
        };
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<Cut> CutAsync(AntennaDbContext context, Run run, CancellationToken cancellationToken)
    {
        var work = await tasks.Get(run.Task).LoadAsync(run, cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var scope = await Selections.LoadAsync(connection, RunScope.Of(run), cancellationToken);
        return new(
            await work.CutAsync(connection, scope, partSize, cancellationToken),
            await work.CountAsync(connection, scope, cancellationToken));
    }

    private sealed record Cut(IReadOnlyList<OccurrenceRange> Ranges, long Total);
}

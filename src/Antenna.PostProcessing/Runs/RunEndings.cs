using Antenna.Data.Derived;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>Ends runs: with their last part, or because they cannot go on. Runs that waited for them are freed.</summary>
public sealed class RunEndings(RunTransactions transactions, NpgsqlDataSource dataSource)
{
    /// <summary>Ends a part, and with the last one its run.</summary>
    /// <param name="finished">It came to the end of its range; else it stopped, because the run is being canceled.</param>
    public async Task EndPartAsync(PartClaim claim, bool finished, CancellationToken cancellationToken)
    {
        var ended = await transactions.ExecuteAsync(
            async transaction =>
            {
                var state = await RunRecords.LockAsync(transaction.Connection, claim.RunId, cancellationToken);
                await RunPartRecords.EndAsync(transaction.Connection, claim, finished, transaction.Now, cancellationToken);
                return state is RunState.Running or RunState.Canceling
                    && await EndIfDoneAsync(transaction, claim.RunId, cancellationToken);
            },
            cancellationToken);
        if (ended)
            await DerivedTables.CompactAsync(dataSource, cancellationToken);
    }

    /// <summary>Ends a run that no part is left of; the caller has locked it.</summary>
    internal static async Task<bool> EndIfDoneAsync(RunTransaction transaction, long runId, CancellationToken cancellationToken)
    {
        var (open, stopped) = await RunPartRecords.CountAsync(transaction.Connection, runId, cancellationToken);
        if (open > 0)
            return false;

        // A run that was to be canceled and had nothing left to do came to its end.
        var state = stopped > 0 ? RunState.Canceled : RunState.Succeeded;
        if (state is RunState.Succeeded)
            await RunRecords.SettleTotalAsync(transaction.Connection, runId, cancellationToken);
        if (!await RunRecords.ChangeStateAsync(
            transaction.Connection, runId, [RunState.Running, RunState.Canceling], state, transaction.Now, person: null, cancellationToken))
            return false;
        await transaction.NoteEndAsync(runId, state, cancellationToken);
        if (state is RunState.Succeeded)
            await RunUndo.CompleteAsync(transaction, runId, cancellationToken);
        await transaction.ReleaseWaitingAsync(runId, cancellationToken);
        return true;
    }

    /// <summary>Ends a run that cannot go on; what it committed stays.</summary>
    /// <param name="reason">In words that a curator can act on.</param>
    /// <param name="details">What whoever finds out the cause needs beside them: goes into the log as its data.</param>
    /// <returns>False where it is not under way.</returns>
    public Task<bool> FailAsync(long runId, string reason, object? details, CancellationToken cancellationToken) => transactions.ExecuteAsync(
        async transaction =>
        {
            var failed = await RunRecords.ChangeStateAsync(
                transaction.Connection, runId, [RunState.Queued, RunState.Running, RunState.Canceling], RunState.Failed, transaction.Now,
                person: null, cancellationToken, reason);
            if (failed)
            {
                await transaction.NoteEndAsync(runId, RunState.Failed, cancellationToken);
                await RunLog.WriteAsync(transaction.Connection, runId, transaction.Now, RunLogLevel.Error, [reason], cancellationToken, details);
                await transaction.ReleaseWaitingAsync(runId, cancellationToken);
            }

            return failed;
        },
        cancellationToken);
}

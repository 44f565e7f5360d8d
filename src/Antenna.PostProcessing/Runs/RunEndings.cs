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

    /// <summary>Ends a run that a worker found unable to go on, unless another worker has claimed its part, or started it, since.</summary>
    /// <param name="claim">The worker's; of part <see cref="RunJobInput.Start"/> where it was starting the run.</param>
    /// <param name="reason">In words that a curator can act on.</param>
    /// <param name="details">What whoever finds out the cause needs beside them: goes into the log as its data.</param>
    /// <returns>False where the claim is stale, or the run is not under way: then nothing was changed.</returns>
    public Task<bool> FailAsync(PartClaim claim, string reason, object? details, CancellationToken cancellationToken) => transactions.ExecuteAsync(
        async transaction =>
            await CountsAsync(transaction.Connection, claim, cancellationToken)
            && await FailAsync(transaction, claim.RunId, reason, details, cancellationToken),
        cancellationToken);

    /// <summary>Ends a run that cannot go on; what it committed stays. The caller has locked it.</summary>
    /// <returns>False where it is not under way.</returns>
    /// <inheritdoc cref="FailAsync(PartClaim, string, object?, CancellationToken)" path="/param"/>
    internal static async Task<bool> FailAsync(
        RunTransaction transaction, long runId, string reason, object? details, CancellationToken cancellationToken)
    {
        if (!await RunRecords.ChangeStateAsync(
            transaction.Connection, runId, [RunState.Queued, RunState.Running, RunState.Canceling], RunState.Failed, transaction.Now,
            person: null, cancellationToken, reason))
            return false;
        await transaction.NoteEndAsync(runId, RunState.Failed, cancellationToken);
        await RunLog.WriteAsync(transaction.Connection, runId, transaction.Now, RunLogLevel.Error, [reason], cancellationToken, details);
        await transaction.ReleaseWaitingAsync(runId, cancellationToken);
        return true;
    }

    /// <summary>Whether what a worker found out still counts: it may have been cut off from the database for long.</summary>
    private static async Task<bool> CountsAsync(NpgsqlConnection connection, PartClaim claim, CancellationToken cancellationToken)
    {
        var state = await RunRecords.LockAsync(connection, claim.RunId, cancellationToken);

        // A start has no attempts. Who started the run meanwhile has cut it, or has it wait for another.
        return claim.Part == RunJobInput.Start
            ? state is RunState.Queued && !await RunRecords.IsWaitingAsync(connection, claim.RunId, cancellationToken)
            : state is RunState.Running or RunState.Canceling && await RunPartRecords.HoldsAsync(connection, claim, cancellationToken);
    }
}

using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>Cancels runs, and resumes those that were canceled or failed. What is done already is not done twice.</summary>
public sealed class RunControl(RunTransactions transactions)
{
    /// <summary>Cancels a run: a queued one at once, another within one batch of each worker. What it committed stays.</summary>
    /// <returns>The state that the run is in then; one that had ended stays as it is.</returns>
    /// <exception cref="RunRefusedException">There is no such run.</exception>
    public Task<RunState> CancelAsync(long runId, Person person, CancellationToken cancellationToken) => transactions.ExecuteAsync(
        async transaction =>
        {
            var connection = transaction.Connection;
            switch (await LockAsync(transaction, runId, cancellationToken))
            {
                case RunState.Queued:
                    await RunRecords.ChangeStateAsync(
                        connection, runId, [RunState.Queued], RunState.Canceled, transaction.Now, person.Id, cancellationToken);
                    await LogAsync(transaction, runId, $"Canceled by {person.Name} before it began.", cancellationToken);
                    await transaction.NoteEndAsync(runId, RunState.Canceled, cancellationToken);
                    await transaction.ReleaseWaitingAsync(runId, cancellationToken);
                    return RunState.Canceled;
                case RunState.Running:
                    await RunRecords.ChangeStateAsync(
                        connection, runId, [RunState.Running], RunState.Canceling, transaction.Now, person.Id, cancellationToken);
                    await LogAsync(transaction, runId, $"Canceled by {person.Name}: each worker stops after its batch.", cancellationToken);

                    // Those that wait for a worker need none for this.
                    await RunPartRecords.StopUnclaimedAsync(connection, runId, transaction.Now, cancellationToken);
                    return await RunEndings.EndIfDoneAsync(transaction, runId, cancellationToken) ? RunState.Canceled : RunState.Canceling;
                case var other:
                    return other;
            }
        },
        cancellationToken);

    /// <summary>Continues a canceled or failed run from its checkpoints.</summary>
    /// <returns>The state that the run is in then; one that is under way already stays as it is.</returns>
    /// <exception cref="RunRefusedException">
    /// There is no such run, it is over, a later run has touched its scope, or one that does the same is under way.
    /// </exception>
    public async Task<RunState> ResumeAsync(long runId, Person person, CancellationToken cancellationToken)
    {
        try
        {
            return await ResumeUnlessUnderWayAsync(runId, person, cancellationToken);
        }
        catch (PostgresException exception) when (RunRecords.IsSameUnderWay(exception))
        {
            throw new RunRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"Run {runId} cannot be resumed while another run that does the same is under way."));
        }
    }

    private Task<RunState> ResumeUnlessUnderWayAsync(long runId, Person person, CancellationToken cancellationToken) => transactions.ExecuteAsync(
        async transaction =>
        {
            // A later run that starts at this moment has started, or finds this one queued before it.
            await RunRecords.LockStartsAsync(transaction.Connection, cancellationToken);
            var state = await LockAsync(transaction, runId, cancellationToken);
            if (state.IsUnderWay())
                return state;
            if (await WhyNotResumeAsync(transaction, runId, state, cancellationToken) is { } reason)
                throw new RunRefusedException(reason);
            await RunRecords.ChangeStateAsync(
                transaction.Connection, runId, [RunState.Canceled, RunState.Failed], RunState.Queued, transaction.Now, person.Id, cancellationToken);
            await LogAsync(transaction, runId, $"Resumed by {person.Name}.", cancellationToken);
            await transaction.ScheduleStartAsync(runId, cancellationToken);
            return RunState.Queued;
        },
        cancellationToken);

    /// <summary>Why a run cannot be resumed; null where it can be.</summary>
    public Task<string?> WhyNotResumeAsync(long runId, CancellationToken cancellationToken) => transactions.ExecuteAsync(
        async transaction => await WhyNotResumeAsync(
            transaction, runId, await LockAsync(transaction, runId, cancellationToken), cancellationToken),
        cancellationToken);

    private static async Task<string?> WhyNotResumeAsync(RunTransaction transaction, long runId, RunState state, CancellationToken cancellationToken)
    {
        if (state is not (RunState.Canceled or RunState.Failed))
            return string.Create(CultureInfo.InvariantCulture, $"Run {runId} is {state.ToString().ToLowerInvariant()}: only a canceled or failed one can be resumed.");
        if (await RunRecords.FindSameUnderWayAsync(transaction.Connection, runId, cancellationToken) is { } same)
            return string.Create(CultureInfo.InvariantCulture, $"Run {same}, which does the same as run {runId}, is under way.");
        var later = await RunRecords.FindLaterAsync(transaction.Connection, runId, cancellationToken);
        return later.Count == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Run {later[0]} has touched the scope of run {runId} since. Retry it instead: that is a new run with the same settings.");
    }

    private static Task LogAsync(RunTransaction transaction, long runId, string message, CancellationToken cancellationToken) =>
        RunLog.WriteAsync(transaction.Connection, runId, transaction.Now, RunLogLevel.Information, [message], cancellationToken);

    private static async Task<RunState> LockAsync(RunTransaction transaction, long runId, CancellationToken cancellationToken) =>
        await RunRecords.LockAsync(transaction.Connection, runId, cancellationToken)
        ?? throw new RunRefusedException(string.Create(CultureInfo.InvariantCulture, $"There is no run {runId}."));
}

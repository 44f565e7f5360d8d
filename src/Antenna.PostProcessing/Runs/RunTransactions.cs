using System.Diagnostics;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>One transaction of runs and their schedule: neither is without the other.</summary>
public sealed class RunTransaction(NpgsqlConnection connection, IScheduler scheduler, TimeProvider time)
{
    private readonly List<(string Task, RunState State)> _ended = [];

    public NpgsqlConnection Connection => connection;

    public DateTime Now { get; } = time.GetUtcNow().UtcDateTime;

    /// <summary>Schedules the start of a run. After all locks of ours: Quartz takes one of its own.</summary>
    public Task ScheduleStartAsync(long runId, CancellationToken cancellationToken) =>
        ScheduleAsync(new(runId, RunJobInput.Start), $"run-{runId}", group: null, cancellationToken);

    /// <summary>Schedules a part of a run.</summary>
    public Task SchedulePartAsync(long runId, int part, CancellationToken cancellationToken) =>
        ScheduleAsync(new(runId, part), $"run-{runId}-part-{part}", RunJob.PartsGroup, cancellationToken);

    /// <summary>Frees the runs that wait for one that has ended.</summary>
    public async Task ReleaseWaitingAsync(long runId, CancellationToken cancellationToken)
    {
        foreach (var waiting in await RunRecords.ReleaseAsync(connection, runId, cancellationToken))
            await ScheduleStartAsync(waiting, cancellationToken);
    }

    /// <summary>Notes that a run ended, for what is measured once this is committed.</summary>
    public async Task NoteEndAsync(long runId, RunState state, CancellationToken cancellationToken)
    {
        if (!Telemetry.RunsEnded.Enabled)
            return;
        await using var command = new NpgsqlCommand("select task from runs where id = $1", connection) { Parameters = { new() { Value = runId } } };
        if (await command.ExecuteScalarAsync(cancellationToken) is string task)
            _ended.Add((task, state));
    }

    /// <summary>Measures the runs that ended in this.</summary>
    internal void MeasureEnds()
    {
        foreach (var (task, state) in _ended)
            Telemetry.RunsEnded.Add(1, new TagList { { Telemetry.TaskTag, task }, { Telemetry.OutcomeTag, Telemetry.NameOf(state) } });
    }

    private async Task ScheduleAsync(RunJobInput input, string name, string? group, CancellationToken cancellationToken) =>
        // A run that is resumed is scheduled again under the same names, where a firing of before may still be around.
        await scheduler.ScheduleJob<RunJob, RunJobInput>(
            input,
            time.GetUtcNow(),
            new OneOffJobOptions { Name = $"{name}-{Guid.NewGuid():N}", ExecutionGroup = group, RequestRecovery = true },
            cancellationToken);
}

/// <summary>Runs transactions in which runs change together with their schedule.</summary>
public sealed class RunTransactions(NpgsqlDataSource dataSource, ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>How long an interruption may take once the scheduler is shut down.</summary>
    private static readonly TimeSpan InterruptionTimeout = TimeSpan.FromSeconds(30);

    /// <summary>More often than that, something is wrong that trying again does not cure.</summary>
    private const int MostTries = 5;

    /// <summary>
    /// Runs a transaction, and commits it unless it throws. The work may be done again from its beginning, as where the database
    /// ended it because it and another waited for each other: a person who clicked is not to hear of that.
    /// </summary>
    public async Task<T> ExecuteAsync<T>(Func<RunTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(work, cancellationToken);
            }
            catch (Exception exception) when (attempt < MostTries && DatabaseError.Of(exception) is { Kind: DatabaseErrorKind.Deadlock })
            {
                // The other one goes on meanwhile.
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<RunTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        using var enlisted = scheduler.EnlistTransaction(transaction);
        var both = new RunTransaction(connection, scheduler, time);
        var result = await work(both);

        // Inside the enlistment: Quartz signals its scheduling thread when the scope ends, and must find the trigger then.
        await transaction.CommitAsync(cancellationToken);
        both.MeasureEnds();
        return result;
    }

    /// <summary>
    /// The scheduler. Where it is shut down, the node is stopping: what asks for it is interrupted in a moment, and then
    /// recovered. Until then it waits, since to fail would end the run.
    /// </summary>
    private async Task<IScheduler> SchedulerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await schedulers.GetScheduler(cancellationToken);
        }
        catch (SchedulerException)
        {
            await Task.Delay(InterruptionTimeout, time, cancellationToken);
            throw;
        }
    }
}

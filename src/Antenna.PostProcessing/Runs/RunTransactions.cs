using Antenna.Data.Runs;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>One transaction of runs and their schedule: neither is without the other.</summary>
public sealed class RunTransaction(NpgsqlConnection connection, IScheduler scheduler, TimeProvider time)
{
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
    /// <summary>Runs a transaction, and commits it unless it throws.</summary>
    public async Task<T> ExecuteAsync<T>(Func<RunTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        using var enlisted = scheduler.EnlistTransaction(transaction);
        var result = await work(new(connection, scheduler, time));

        // Inside the enlistment: Quartz signals its scheduling thread when the scope ends, and must find the trigger then.
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}

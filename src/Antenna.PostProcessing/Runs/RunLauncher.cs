using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>A run that a launch led to.</summary>
/// <param name="AlreadyUnderWay">It had been asked for before and is not done yet; this launch made no second one.</param>
public readonly record struct LaunchedRun(long RunId, string Classifier, bool AlreadyUnderWay);

/// <summary>
/// The one way to start runs, for pages, API and command line. The run's row and its schedule are one transaction, so
/// that neither exists without the other, and all runs of a request are in it: all are created or none.
/// </summary>
public sealed class RunLauncher(NpgsqlDataSource dataSource, ISchedulerFactory schedulers, TimeProvider time)
{
    private const string Insert =
        """
        insert into runs (
            project_id, task, capture_set_id, occurrence_id, source_algorithm_id, algorithm_id, taxa_list_version_id,
            settings, settings_hash, batch_size, requested_by_id, state, created_at, attempt, checkpoint, checked, masked,
            unchanged, restored, held, skipped_no_logits, skipped_wrong_length, skipped_not_finite, skipped_out_of_scope,
            occurrences_updated)
        values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, 'Queued', $12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        on conflict do nothing
        returning id
        """;

    private const string FindUnderWay =
        $"""
        select id from runs
        where task = $1 and capture_set_id is not distinct from $2 and occurrence_id is not distinct from $3
          and settings_hash = $4 and state in {RunStates.UnderWaySql}
        """;

    /// <summary>Creates and schedules one run a plan, in the order of the plans; no two are of one classifier.</summary>
    public async Task<IReadOnlyList<LaunchedRun>> LaunchAsync(IReadOnlyList<RunPlan> plans, Person person, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        using var enlisted = scheduler.EnlistTransaction(transaction);

        // In one order, whatever the order asked for, and Quartz's lock after all of ours: launches that share some of their
        // classifiers then follow one another, and none waits for one that waits for it.
        var launched = new Dictionary<long, LaunchedRun>();
        foreach (var plan in plans.OrderBy(plan => plan.SourceAlgorithm.Id))
            launched.Add(plan.SourceAlgorithm.Id, await CreateAsync(connection, plan, person, cancellationToken));
        foreach (var run in launched.Values.Where(run => !run.AlreadyUnderWay))
            await ScheduleAsync(connection, scheduler, run.RunId, cancellationToken);

        // Inside the enlistment: Quartz signals its scheduling thread when the scope ends, and must find the trigger then.
        await transaction.CommitAsync(cancellationToken);
        return [.. plans.Select(plan => launched[plan.SourceAlgorithm.Id])];
    }

    private async Task<LaunchedRun> CreateAsync(
        NpgsqlConnection connection, RunPlan plan, Person person, CancellationToken cancellationToken)
    {
        var algorithmId = await plan.EnsureAlgorithmAsync(connection, cancellationToken);
        long? created = null;
        while (created is null)
        {
            created = await InsertAsync(connection, plan, algorithmId, person, cancellationToken);

            // Null twice means that the one under way ended in between: then there is nothing in the way any more.
            if (created is null && await FindUnderWayAsync(connection, plan, cancellationToken) is { } underWay)
                return new(underWay, plan.SourceAlgorithm.Name, AlreadyUnderWay: true);
        }

        await RunLog.WriteAsync(
            connection, created.Value, time.GetUtcNow().UtcDateTime, RunLogLevel.Warning, plan.Warnings, cancellationToken);
        return new(created.Value, plan.SourceAlgorithm.Name, AlreadyUnderWay: false);
    }

    private async Task ScheduleAsync(NpgsqlConnection connection, IScheduler scheduler, long runId, CancellationToken cancellationToken)
    {
        await scheduler.ScheduleJob<RunJob, RunJobInput>(
            new(runId), time.GetUtcNow(), new OneOffJobOptions { Name = $"run-{runId}", RequestRecovery = true }, cancellationToken);
        await Announcements.RunAsync(connection, runId, cancellationToken);
    }

    private async Task<long?> InsertAsync(
        NpgsqlConnection connection, RunPlan plan, long algorithmId, Person person, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, Insert, plan.ProjectId, plan.Task, plan.Scope.CaptureSetId, plan.Scope.OccurrenceId,
            plan.SourceAlgorithm.Id, algorithmId, plan.TaxaListVersionId, plan.Settings, plan.SettingsHash, plan.BatchSize,
            person.Id, time.GetUtcNow().UtcDateTime);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task<long?> FindUnderWayAsync(NpgsqlConnection connection, RunPlan plan, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, FindUnderWay, plan.Task, plan.Scope.CaptureSetId, plan.Scope.OccurrenceId, plan.SettingsHash);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}

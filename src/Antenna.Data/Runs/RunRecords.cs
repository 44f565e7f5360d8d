using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Scopes;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Runs;

/// <summary>A run to be created.</summary>
/// <param name="Scope">Its selection is stored.</param>
public sealed record NewRun(
    long ProjectId,
    string Task,
    RunScope Scope,
    long? SourceAlgorithmId,
    long? AlgorithmId,
    long? TaxaListVersionId,
    string Settings,
    string SettingsHash,
    int BatchSize,
    long? UndoesRunId,
    long RequestedById);

/// <summary>
/// Creates runs and changes their states, on the caller's connection and inside its transaction. Each change of a state is
/// one statement that says from which states it may come, so that of two who try at once one finds nothing to change; it
/// is recorded with when and who, and announced. The database refuses what no life of a run has.
/// </summary>
public static class RunRecords
{
    private const string Insert =
        """
        insert into runs (
            project_id, task, capture_set_id, occurrence_id, selection_id, source_algorithm_id, algorithm_id, taxa_list_version_id,
            settings, settings_hash, batch_size, undoes_run_id, requested_by_id, state, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, 'Queued', $14)
        on conflict do nothing
        returning id
        """;

    private const string FindUnderWay =
        $"""
        select id from runs
        where task = $1 and capture_set_id is not distinct from $2 and occurrence_id is not distinct from $3
          and selection_id is not distinct from $4 and settings_hash = $5 and state in {RunStates.UnderWaySql}
        """;

    // Of two runs that look at the same lineages one waits for the other: whichever is under way already, or else came first.
    // A run without a source looks at the lineages of every classifier.
    private const string Blocker =
        """
        select other.id
        from runs mine
        join runs other on other.id <> mine.id
            and (other.state in ('Running', 'Canceling') or other.state = 'Queued' and other.id < mine.id)
            and (other.source_algorithm_id = mine.source_algorithm_id or other.source_algorithm_id is null or mine.source_algorithm_id is null)
        where mine.id = $1 and derived.runs_overlap(mine.id, other.id)
        order by other.id desc
        limit 1
        """;

    /// <summary>Any number that nobody else locks.</summary>
    private const long StartLock = 7_401_553_012;

    /// <summary>Any other number that nobody else locks.</summary>
    private const long LaunchLock = 7_401_553_013;

    /// <summary>
    /// Keeps other launches waiting until the caller commits: before anything of a run is written, and after all that may take long,
    /// such as the wait for an import of taxa. So no run with a higher id starts
    /// while one with a lower id is not to be seen yet, and of two that look at the same lineages the one with the higher id comes
    /// after the other. What stands on a run is found by that.
    /// </summary>
    public static async Task LockLaunchesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select pg_advisory_xact_lock($1)", LaunchLock);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Creates a run, queued. Until the caller commits, other launches wait.</summary>
    /// <returns>Its id; null where one that does the same is under way.</returns>
    public static async Task<long?> InsertAsync(NpgsqlConnection connection, NewRun run, DateTime now, CancellationToken cancellationToken)
    {
        await LockLaunchesAsync(connection, cancellationToken);
        await using var command = connection.Command(
            Insert, run.ProjectId, run.Task, run.Scope.CaptureSetId, run.Scope.OccurrenceId, run.Scope.SelectionId, run.SourceAlgorithmId,
            run.AlgorithmId, run.TaxaListVersionId, run.Settings, run.SettingsHash, run.BatchSize, run.UndoesRunId, run.RequestedById, now);
        if (await command.ExecuteScalarAsync(cancellationToken) is not long id)
            return null;
        await using var record = connection.Command(
            "insert into run_state_changes (run_id, state, at, person_id) values ($1, 'Queued', $2, $3)", id, now, run.RequestedById);
        await record.ExecuteNonQueryAsync(cancellationToken);
        await Announcements.RunAsync(connection, id, cancellationToken);
        return id;
    }

    /// <summary>The run under way that does the same; null where there is none.</summary>
    public static async Task<long?> FindUnderWayAsync(NpgsqlConnection connection, NewRun run, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            FindUnderWay, run.Task, run.Scope.CaptureSetId, run.Scope.OccurrenceId, run.Scope.SelectionId, run.SettingsHash);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Another run under way that does the same as this one; null where there is none.</summary>
    public static async Task<long?> FindSameUnderWayAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"""
            select other.id
            from runs mine
            join runs other on other.id <> mine.id and other.task = mine.task and other.settings_hash = mine.settings_hash
                and other.capture_set_id is not distinct from mine.capture_set_id
                and other.occurrence_id is not distinct from mine.occurrence_id
                and other.selection_id is not distinct from mine.selection_id
                and other.state in {RunStates.UnderWaySql}
            where mine.id = $1
            """,
            runId);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Whether a run was not brought under way because another one that does the same came under way at that moment.</summary>
    public static bool IsSameUnderWay(PostgresException exception) => exception is
    {
        SqlState: PostgresErrorCodes.UniqueViolation,
        ConstraintName: "ix_runs_one_under_way",
    };

    /// <summary>Locks a run against changes of its state, and reads the state; null where there is no such run.</summary>
    public static async Task<RunState?> LockAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select state from runs where id = $1 for no key update", runId);
        return await command.ExecuteScalarAsync(cancellationToken) is string state ? Enum.Parse<RunState>(state) : null;
    }

    /// <summary>
    /// Keeps starts of other runs waiting until the caller commits. Before any lock on a run: one that starts may look at
    /// another that is about to.
    /// </summary>
    public static async Task LockStartsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select pg_advisory_xact_lock($1)", StartLock);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether a run waits for another one, which starts it when it ends.</summary>
    public static async Task<bool> IsWaitingAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select waits_for_run_id is not null from runs where id = $1", runId);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>The run that this one has to wait for; null where there is none. The caller keeps other starts waiting.</summary>
    public static async Task<long?> FindBlockerAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Blocker, runId);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Whether a run is under way, and not about to end: it stays so until the caller commits.</summary>
    public static async Task<bool> IsUnderWayAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select state from runs where id = $1 for share", runId);
        return await command.ExecuteScalarAsync(cancellationToken) is string state && Enum.Parse<RunState>(state).IsUnderWay();
    }

    /// <summary>Records what a queued run waits for.</summary>
    public static async Task WaitForAsync(NpgsqlConnection connection, long runId, long blockerId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("update runs set waits_for_run_id = $2 where id = $1", runId, blockerId);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await Announcements.RunAsync(connection, runId, cancellationToken);
    }

    /// <summary>Frees the runs that wait for this one; they are to be started again.</summary>
    public static async Task<IReadOnlyList<long>> ReleaseAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "update runs set waits_for_run_id = null where waits_for_run_id = $1 and state = 'Queued' returning id", runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>Brings a run from one of some states into another.</summary>
    /// <param name="person">Who does it; null where the run does it by itself.</param>
    /// <param name="failure">Why it failed, in words that a curator can act on.</param>
    /// <returns>False where it was in none of those states.</returns>
    public static async Task<bool> ChangeStateAsync(
        NpgsqlConnection connection,
        long runId,
        IReadOnlyCollection<RunState> from,
        RunState to,
        DateTime now,
        long? person,
        CancellationToken cancellationToken,
        string? failure = null)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with changed as (
                update runs
                set state = $3, failure = coalesce($6, case when $3 in {RunStates.UnderWaySql} then null else failure end),
                    started_at = case when $3 = 'Running' then coalesce(started_at, $4) else started_at end,
                    finished_at = case when $3 in {RunStates.UnderWaySql} then null when state in {RunStates.UnderWaySql} then $4 else finished_at end,
                    waits_for_run_id = null
                where id = $1 and state = any($2)
                returning {Announcements.RunColumns}),
            recorded as (
                insert into run_state_changes (run_id, state, at, person_id) select id, $3, $4, $5 from changed)
            select id, {Announcements.OfRun} from changed
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = runId },
                new() { Value = from.Select(state => state.ToString()).ToArray() },
                new() { Value = to.ToString(), NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = now },
                new() { Value = (object?)person ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = (object?)failure ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Records that the rows that were checked are all that were in scope: some may have come or gone since the count.</summary>
    public static async Task SettleTotalAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            update runs set total = (
                select coalesce(sum(outcome.value::bigint), 0) from run_parts part, jsonb_each_text(part.outcomes) outcome where part.run_id = $1)
            where id = $1
            """,
            runId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs that came after this one, have begun and were not undone, and that look at lineages of its scope; newest first.</summary>
    public static async Task<IReadOnlyList<long>> FindLaterAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select other.id
            from runs mine
            join runs other on other.id > mine.id and other.started_at is not null and other.state <> 'Reverted'
                and (other.source_algorithm_id = mine.source_algorithm_id or other.source_algorithm_id is null or mine.source_algorithm_id is null)
                and (other.undoes_run_id is null or other.undoes_run_id < mine.id or other.state <> 'Succeeded')
            where mine.id = $1 and derived.runs_overlap(mine.id, other.id)
            order by other.id desc
            """,
            runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>The state that a run was in before the one that it is in.</summary>
    public static async Task<RunState> StateBeforeAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "select state from run_state_changes where run_id = $1 order by id desc offset 1 limit 1", runId);
        return Enum.Parse<RunState>((string)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}

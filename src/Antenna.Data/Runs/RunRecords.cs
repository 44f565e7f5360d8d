using Antenna.Data.Derived;
using Antenna.Data.Model;
using Antenna.Data.News;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Runs;

/// <summary>
/// The changes of a run's state: each is one statement that says from which state and under which claim it holds, so
/// that of two who try at once one finds nothing to change, and that announces the change as it makes it.
/// </summary>
public static class RunRecords
{
    /// <summary>
    /// Takes a run up: from now on only what is written under this claim counts. Null where it is no longer under way.
    /// </summary>
    public static async Task<RunClaim?> ClaimAsync(
        NpgsqlDataSource dataSource, long runId, DateTime now, CancellationToken cancellationToken)
    {
        await EndBatchesAsync(dataSource, runId, cancellationToken);
        await using var command = dataSource.CreateCommand(Announced(
            $"""
            update runs
            set attempt = attempt + 1, started_at = coalesce(started_at, $2),
                state = case when state = 'Queued' then 'Running' else state end
            where id = $1 and state in {RunStates.UnderWaySql}
            """));
        command.Parameters.Add(new() { Value = runId });
        command.Parameters.Add(new() { Value = now });
        return await command.ExecuteScalarAsync(cancellationToken) is int attempt ? new(runId, attempt) : null;
    }

    /// <summary>Records how many rows are in scope, unless that is known already.</summary>
    public static Task SetTotalAsync(
        NpgsqlDataSource dataSource, RunClaim claim, long total, CancellationToken cancellationToken) =>
        ChangeAsync(
            dataSource,
            claim,
            "update runs set total = $3 where id = $1 and attempt = $2 and total is null",
            cancellationToken,
            total);

    /// <summary>
    /// Ends a run that came to the end of its scope, or was asked to wind down. What was counted then is the total: rows
    /// may have come or gone since the count was taken.
    /// </summary>
    public static async Task EndAsync(NpgsqlDataSource dataSource, RunClaim claim, DateTime now, CancellationToken cancellationToken)
    {
        var ended = await ChangeAsync(
            dataSource,
            claim,
            """
            update runs
            set state = case when state = 'Canceling' then 'Canceled' else 'Succeeded' end, finished_at = $3,
                total = case when state = 'Canceling' then total else checked end
            where id = $1 and attempt = $2 and state in ('Running', 'Canceling')
            """,
            cancellationToken,
            now);
        if (ended)
            await DerivedTables.CompactAsync(dataSource, cancellationToken);
    }

    /// <summary>Ends a run that cannot go on; what it committed stays.</summary>
    /// <param name="reason">In words that a curator can act on.</param>
    /// <returns>False where another node has claimed the run since, or it has ended.</returns>
    public static Task<bool> FailAsync(
        NpgsqlDataSource dataSource, RunClaim claim, string reason, DateTime now, CancellationToken cancellationToken) =>
        ChangeAsync(
            dataSource,
            claim,
            $"""
            update runs set state = 'Failed', finished_at = $3, failure = $4
            where id = $1 and attempt = $2 and state in {RunStates.UnderWaySql}
            """,
            cancellationToken,
            now,
            reason);

    /// <summary>Records a heartbeat, with what the run waits for, and announces it where that became something else.</summary>
    /// <returns>False where another node has claimed the run since.</returns>
    public static async Task<bool> BeatAsync(
        NpgsqlDataSource dataSource, RunClaim claim, RunBeat beat, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            insert into run_heartbeats as heartbeat (run_id, attempt, beat_at, node, wait_kind, wait_since, wait_holder)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (run_id) do update set attempt = excluded.attempt, beat_at = excluded.beat_at, node = excluded.node,
                wait_kind = excluded.wait_kind, wait_since = excluded.wait_since, wait_holder = excluded.wait_holder
            where heartbeat.attempt <= excluded.attempt
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = claim.RunId },
                new() { Value = claim.Attempt },
                new() { Value = beat.At },
                new() { Value = beat.Node },
                new() { Value = (object?)beat.Wait?.Kind.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)beat.Wait?.Since ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = (object?)beat.Wait?.Holder ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;
        if (beat.IsNews)
            await Announcements.RunAsync(connection, claim.RunId, cancellationToken);
        return true;
    }

    /// <summary>
    /// Ends the batch that the node before may have left open. If that node has stalled, or lies cut off behind a
    /// network that is gone, its locks would keep the next one waiting until the database finds out.
    /// </summary>
    private static async Task EndBatchesAsync(NpgsqlDataSource dataSource, long runId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and usename = current_user and application_name = $1
            """);
        command.Parameters.Add(new() { Value = RunBatch.SessionName(runId) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> ChangeAsync(
        NpgsqlDataSource dataSource, RunClaim claim, string update, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(dataSource, Announced(update), claim, values);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static string Announced(string update) =>
        $"""
        with changed as ({update} returning attempt, {Announcements.RunColumns})
        select attempt, {Announcements.OfRun} from changed
        """;

    private static NpgsqlCommand Command(NpgsqlDataSource dataSource, string sql, RunClaim claim, params ReadOnlySpan<object> values)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = claim.RunId });
        command.Parameters.Add(new() { Value = claim.Attempt });
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}

using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>
/// The changes of a run's state: each is one statement that says from which state and under which claim it holds, so
/// that of two who try at once one finds nothing to change.
/// </summary>
public static class RunRecords
{
    /// <summary>
    /// Takes a run up: from now on only what is written under this claim counts. Null where it is no longer under way.
    /// </summary>
    public static async Task<RunClaim?> ClaimAsync(
        NpgsqlDataSource dataSource, long runId, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            update runs
            set attempt = attempt + 1, started_at = coalesce(started_at, $2),
                state = case when state = 'Queued' then 'Running' else state end
            where id = $1 and state in ('Queued', 'Running', 'Canceling')
            returning attempt
            """);
        command.Parameters.Add(new() { Value = runId });
        command.Parameters.Add(new() { Value = now });
        return await command.ExecuteScalarAsync(cancellationToken) is int attempt ? new(runId, attempt) : null;
    }

    /// <summary>Whether the claim still holds.</summary>
    public static async Task<bool> HoldsAsync(NpgsqlDataSource dataSource, RunClaim claim, CancellationToken cancellationToken)
    {
        await using var command = Command(dataSource, "select 1 from runs where id = $1 and attempt = $2 and state in ('Running', 'Canceling')", claim);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Records how many rows are in scope, unless that is known already.</summary>
    public static async Task SetTotalAsync(
        NpgsqlDataSource dataSource, RunClaim claim, long total, CancellationToken cancellationToken)
    {
        await using var command = Command(dataSource, "update runs set total = $3 where id = $1 and attempt = $2 and total is null", claim);
        command.Parameters.Add(new() { Value = total });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Ends a run that came to the end of its scope, or was asked to wind down. What was counted then is the total: rows
    /// may have come or gone since the count was taken.
    /// </summary>
    public static async Task EndAsync(NpgsqlDataSource dataSource, RunClaim claim, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            dataSource,
            """
            update runs
            set state = case when state = 'Canceling' then 'Canceled' else 'Succeeded' end, finished_at = $3,
                total = case when state = 'Canceling' then total else checked end
            where id = $1 and attempt = $2 and state in ('Running', 'Canceling')
            """,
            claim);
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends a run that cannot go on; what it committed stays.</summary>
    /// <param name="reason">In words that a curator can act on.</param>
    public static async Task FailAsync(
        NpgsqlDataSource dataSource, RunClaim claim, string reason, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            dataSource,
            "update runs set state = 'Failed', finished_at = $3, failure = $4 where id = $1 and attempt = $2 and state in ('Running', 'Canceling')",
            claim);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = reason });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives a sign of life.</summary>
    /// <returns>False where another node has claimed the run since.</returns>
    public static async Task<bool> BeatAsync(
        NpgsqlDataSource dataSource, RunClaim claim, string node, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            dataSource,
            """
            insert into run_heartbeats as heartbeat (run_id, attempt, beat_at, node) values ($1, $2, $3, $4)
            on conflict (run_id) do update set attempt = excluded.attempt, beat_at = excluded.beat_at, node = excluded.node
            where heartbeat.attempt <= excluded.attempt
            """,
            claim);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = node });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource dataSource, string sql, RunClaim claim)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = claim.RunId });
        command.Parameters.Add(new() { Value = claim.Attempt });
        return command;
    }
}

using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A part that a worker claimed, as it is to be continued.</summary>
/// <param name="Task">The key of its run's task.</param>
/// <param name="Range">What is left of its occurrences.</param>
public sealed record ClaimedPart(PartClaim Claim, string Task, OccurrenceRange Range, PartTally Tally);

/// <summary>The parts of runs: cut, claimed, and ended.</summary>
public static class RunPartRecords
{
    private const string Insert =
        """
        insert into run_parts (run_id, number, after_occurrence_id, last_occurrence_id, attempt, checkpoint, outcomes, listed, occurrences_updated)
        select $1, number, after, last, 0, after, '{}', '{}', 0 from unnest($2, $3) with ordinality as cut(after, last, number)
        """;

    private const string Claim =
        """
        update run_parts part
        set attempt = attempt + 1, node_id = $3, claimed_at = $4
        from runs run
        where part.run_id = $1 and part.number = $2 and run.id = part.run_id and run.state in ('Running', 'Canceling')
          and part.finished_at is null and part.stopped_at is null
        returning part.attempt, part.checkpoint, part.last_occurrence_id, part.outcomes::text, part.listed::text, part.occurrences_updated, run.task
        """;

    // A part that a person resumed goes on; only one that was being worked on is taken over.
    private const string Holder =
        """
        select part.node_id, node.name, node.beat_at
        from run_parts part left join nodes node on node.id = part.node_id
        where part.run_id = $1 and part.number = $2 and part.attempt > 0
          and part.claimed_at >= (select max(change.at) from run_state_changes change where change.run_id = part.run_id and change.state = 'Queued')
        for no key update of part
        """;

    /// <summary>Stores the parts of a run, and how many rows are in scope.</summary>
    public static async Task InsertAsync(
        NpgsqlConnection connection, long runId, IReadOnlyList<OccurrenceRange> ranges, long total, CancellationToken cancellationToken)
    {
        await using var insert = connection.Command(
            Insert, runId, ranges.Select(range => range.After).ToArray(), ranges.Select(range => range.Last).ToArray());
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await using var update = connection.Command("update runs set total = $2 where id = $1", runId, total);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The numbers of the parts that have not come to their end.</summary>
    public static async Task<IReadOnlyList<int>> UnfinishedAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "select number from run_parts where run_id = $1 and finished_at is null order by number", runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    /// <summary>Lets the parts that stopped go on, as after a cancel.</summary>
    public static async Task ReopenAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "update run_parts set stopped_at = null where run_id = $1 and stopped_at is not null", runId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Claims a part: from now on only what is written under this claim counts. Null where it has ended, or its run is no
    /// longer under way. Where another node worked on it, the run's log says who took it over from whom.
    /// </summary>
    public static async Task<ClaimedPart?> ClaimAsync(
        NpgsqlDataSource dataSource, long runId, int part, long nodeId, DateTime now, CancellationToken cancellationToken)
    {
        await EndBatchesAsync(dataSource, runId, part, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var holder = await HolderAsync(connection, runId, part, cancellationToken);
        var claimed = await ClaimAsync(connection, runId, part, nodeId, now, cancellationToken);
        if (claimed is not null && holder is { } before && before.NodeId != nodeId)
        {
            await LogTakenOverAsync(connection, claimed.Claim, nodeId, before, now, cancellationToken);
            await Announcements.RunAsync(connection, runId, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return claimed;
    }

    /// <summary>Reads a claimed part as it stands; null where another worker has claimed it since.</summary>
    public static async Task<ClaimedPart?> ReadAsync(NpgsqlDataSource dataSource, PartClaim claim, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command(
            """
            select checkpoint, last_occurrence_id, outcomes::text, listed::text, occurrences_updated,
                   (select task from runs where id = run_id)
            from run_parts where run_id = $1 and number = $2 and attempt = $3
            """,
            claim.RunId, claim.Part, claim.Attempt);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(claim, reader.GetString(5), new(reader.GetInt64(0), reader.GetInt64(1)), PartTally.Parse(reader.GetString(2), reader.GetString(3), reader.GetInt64(4)))
            : null;
    }

    /// <summary>Stops the parts that no worker has claimed yet; the caller has locked the run.</summary>
    public static async Task StopUnclaimedAsync(NpgsqlConnection connection, long runId, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "update run_parts set stopped_at = $2 where run_id = $1 and attempt = 0 and stopped_at is null and finished_at is null", runId, now);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends a part, at the end of its range or before it; the caller has locked its run.</summary>
    /// <returns>False where another worker has claimed it since.</returns>
    public static async Task<bool> EndAsync(NpgsqlConnection connection, PartClaim claim, bool finished, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"""
            update run_parts set {(finished ? "finished_at" : "stopped_at")} = $4
            where run_id = $1 and number = $2 and attempt = $3 and finished_at is null and stopped_at is null
            """,
            claim.RunId, claim.Part, claim.Attempt, now);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>
    /// Whether a claim still holds its part, which has not ended; nobody claims the part then until the caller commits. The caller has
    /// locked its run.
    /// </summary>
    public static async Task<bool> HoldsAsync(NpgsqlConnection connection, PartClaim claim, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select number from run_parts
            where run_id = $1 and number = $2 and attempt = $3 and finished_at is null and stopped_at is null
            for no key update
            """,
            claim.RunId, claim.Part, claim.Attempt);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>How many parts of a run have not ended, and how many of those that have stopped before their end.</summary>
    public static async Task<(long Open, long Stopped)> CountAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select count(*) filter (where finished_at is null and stopped_at is null), count(*) filter (where stopped_at is not null)
            from run_parts where run_id = $1
            """,
            runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Records what a part waits for, or that it waits no more, and announces it.</summary>
    /// <param name="wait">Null where it does not wait.</param>
    public static async Task RecordWaitAsync(NpgsqlDataSource dataSource, PartClaim claim, DatabaseWait? wait, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = wait is null
            ? connection.Command("delete from run_part_waits where run_id = $1 and part = $2 and attempt <= $3", claim.RunId, claim.Part, claim.Attempt)
            : connection.Command(
                """
                insert into run_part_waits as waiting (run_id, part, attempt, kind, since, holder)
                select run_id, number, attempt, $4, $5, $6 from run_parts where run_id = $1 and number = $2 and attempt = $3
                on conflict (run_id, part) do update
                set attempt = excluded.attempt, kind = excluded.kind, since = excluded.since, holder = excluded.holder
                where waiting.attempt <= excluded.attempt
                """,
                claim.RunId, claim.Part, claim.Attempt, wait.Kind.ToString(), wait.Since, wait.Holder);
        if (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
            await Announcements.RunAsync(connection, claim.RunId, cancellationToken);
    }

    /// <summary>The stale ones of these claims: another worker has claimed the part since, or it is gone.</summary>
    public static async Task<IReadOnlyList<PartClaim>> FindStaleAsync(
        NpgsqlDataSource dataSource, IReadOnlyCollection<PartClaim> claims, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command(
            """
            select mine.run_id, mine.part, mine.attempt
            from unnest($1, $2, $3) mine(run_id, part, attempt)
            left join run_parts part on part.run_id = mine.run_id and part.number = mine.part
            where part.attempt is distinct from mine.attempt
            """,
            claims.Select(claim => claim.RunId).ToArray(), claims.Select(claim => claim.Part).ToArray(), claims.Select(claim => claim.Attempt).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stale = new List<PartClaim>();
        while (await reader.ReadAsync(cancellationToken))
            stale.Add(new(reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2)));
        return stale;
    }

    private static async Task<ClaimedPart?> ClaimAsync(
        NpgsqlConnection connection, long runId, int part, long nodeId, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Claim, runId, part, nodeId, now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(
                new(runId, part, reader.GetInt32(0)),
                reader.GetString(6),
                new(reader.GetInt64(1), reader.GetInt64(2)),
                PartTally.Parse(reader.GetString(3), reader.GetString(4), reader.GetInt64(5)))
            : null;
    }

    /// <summary>The node that works on a part, as far as is known; null where none does. The part is locked.</summary>
    private static async Task<PartHolder?> HolderAsync(NpgsqlConnection connection, long runId, int part, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Holder, runId, part);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetFieldValue<long?>(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetFieldValue<DateTime?>(2))
            : null;
    }

    private static async Task LogTakenOverAsync(
        NpgsqlConnection connection, PartClaim claim, long nodeId, PartHolder before, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select name from nodes where id = $1", nodeId);
        var name = (string?)await command.ExecuteScalarAsync(cancellationToken);
        var from = before.Name is null
            ? "a node that is forgotten"
            : string.Create(CultureInfo.InvariantCulture, $"{before.Name}, whose last heartbeat was at {before.BeatAt:yyyy-MM-dd HH:mm:ss} UTC");
        var message = string.Create(
            CultureInfo.InvariantCulture, $"{name} took part {claim.Part} over from {from}, and goes on after its last batch (attempt {claim.Attempt}).");
        await RunLog.WriteAsync(
            connection, claim.RunId, now, RunLogLevel.Information, [message], cancellationToken,
            new { claim.Part, claim.Attempt, Node = name, From = before.Name, before.BeatAt });
    }

    /// <summary>
    /// Ends the batch that the worker before may have left open. If its node has stalled, or lies cut off behind a network
    /// that is gone, its locks would keep the next one waiting until the database finds out.
    /// </summary>
    private static async Task EndBatchesAsync(NpgsqlDataSource dataSource, long runId, int part, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and usename = current_user and application_name = $1
            """,
            RunBatch.SessionName(runId, part));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record PartHolder(long? NodeId, string? Name, DateTime? BeatAt);
}

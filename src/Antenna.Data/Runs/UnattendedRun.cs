using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A run under way of which no worker's node has given a heartbeat for some time.</summary>
/// <param name="LastHeartbeat">The last one of a node that claimed an open part, or else when it was started, or requested; UTC.</param>
/// <param name="Node">The node of that heartbeat; null where none claimed a part.</param>
/// <param name="Total">Rows in scope; null where they were never counted.</param>
public sealed record UnattendedRun(long RunId, DateTime LastHeartbeat, string? Node, long Checked, long? Total)
{
    // Of one that a person resumed, the time of that counts too: a worker is yet to take it up.
    private const string Query =
        $"""
        select run.id, greatest(beat.at, run.started_at, run.created_at), beat.node,
               coalesce((
                   select sum(outcome.value::bigint) from run_parts part, jsonb_each_text(part.outcomes) outcome
                   where part.run_id = run.id), 0)::bigint,
               run.total
        from runs run
        left join lateral (
            select greatest(node.beat_at, part.claimed_at) as at, node.name as node
            from run_parts part join nodes node on node.id = part.node_id
            where part.run_id = run.id and part.finished_at is null and part.stopped_at is null
            order by 1 desc limit 1) beat on true
        where run.state in {RunStates.UnderWaySql} and run.waits_for_run_id is null
          and greatest(beat.at, run.started_at, run.created_at, (select max(change.at) from run_state_changes change where change.run_id = run.id)) < $1
        """;

    /// <summary>The runs under way whose last heartbeat is older than this; not those that wait for another run.</summary>
    public static async Task<IReadOnlyList<UnattendedRun>> ReadAllAsync(
        NpgsqlDataSource dataSource, DateTime before, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command($"{Query} order by run.id", before);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>One of them, in the caller's transaction, which has locked it; null where it is none of them any more.</summary>
    public static async Task<UnattendedRun?> FindAsync(
        NpgsqlConnection connection, long runId, DateTime before, CancellationToken cancellationToken)
    {
        await using var command = connection.Command($"{Query} and run.id = $2", before, runId);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<UnattendedRun>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<UnattendedRun>();
        while (await reader.ReadAsync(cancellationToken))
        {
            runs.Add(new(
                reader.GetInt64(0),
                reader.GetDateTime(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetInt64(3),
                reader.GetFieldValue<long?>(4)));
        }

        return runs;
    }
}

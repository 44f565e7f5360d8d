using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A run as it stood at one moment: its state, and the sums of its parts.</summary>
/// <param name="Total">Rows in scope; null until they have been counted.</param>
/// <param name="OccurrencesUpdated">Distinct occurrences whose determined taxon is now another than before the run.</param>
/// <param name="Parts">How many parts it was cut into; 0 before it started.</param>
public sealed record RunSnapshot(
    long RunId,
    RunState State,
    long? Total,
    OutcomeCounts Counters,
    long OccurrencesUpdated,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? Failure,
    int Parts)
{
    /// <summary>The parts that came to the end of their range.</summary>
    public int PartsFinished { get; init; }

    /// <summary>How often parts were claimed again, because workers took over from others or the run was resumed.</summary>
    public int Reclaims { get; init; }

    /// <summary>The run that it waits for while it is queued; null where it waits for a free worker only.</summary>
    public long? WaitsForRunId { get; init; }

    /// <summary>What one of its parts waits for; null where none waits.</summary>
    public DatabaseWait? Wait { get; init; }

    /// <summary>The last heartbeat of the nodes that hold open parts of it; null where none does.</summary>
    public DateTime? LastHeartbeat { get; init; }

    /// <summary>The node of <see cref="LastHeartbeat"/>.</summary>
    public string? Node { get; init; }

    public bool IsUnderWay => State.IsUnderWay();

    /// <summary>Reads a run as it stands now; null where there is none of that id.</summary>
    public static async Task<RunSnapshot?> ReadAsync(NpgsqlDataSource dataSource, long runId, CancellationToken cancellationToken) =>
        (await ReadAsync(dataSource, [runId], cancellationToken)).GetValueOrDefault(runId);

    /// <summary>Reads runs as they stand now, by id; those that there are not are missing.</summary>
    public static async Task<IReadOnlyDictionary<long, RunSnapshot>> ReadAsync(
        NpgsqlDataSource dataSource, IReadOnlyCollection<long> runIds, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, runIds, cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync(NpgsqlDataSource, IReadOnlyCollection{long}, CancellationToken)"/>
    internal static async Task<IReadOnlyDictionary<long, RunSnapshot>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> runIds, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"""
            select run.id, run.state, run.total, coalesce(outcome.counts, '{"{}"}')::text, coalesce(part.updated, 0)::bigint,
                   run.created_at, run.started_at, run.finished_at, run.failure,
                   coalesce(part.number, 0)::int, coalesce(part.finished, 0)::int, coalesce(part.reclaims, 0)::int, run.waits_for_run_id,
                   waiting.kind, waiting.since, waiting.holder, beat.at, beat.node
            from runs run
            left join lateral (
                select count(*) as number, count(*) filter (where finished_at is not null) as finished,
                       sum(greatest(attempt - 1, 0)) as reclaims, sum(occurrences_updated) as updated
                from run_parts where run_id = run.id) part on true
            left join lateral (
                select jsonb_object_agg(key, rows) as counts
                from (
                    select counted.key, sum(counted.value::bigint) as rows
                    from run_parts, jsonb_each_text(outcomes) counted where run_id = run.id group by counted.key) summed) outcome on true
            left join lateral (
                select wait.kind, wait.since, wait.holder
                from run_part_waits wait join run_parts held on held.run_id = wait.run_id and held.number = wait.part and held.attempt = wait.attempt
                where wait.run_id = run.id and run.state in {RunStates.UnderWaySql} and held.finished_at is null and held.stopped_at is null
                order by wait.since limit 1) waiting on true
            left join lateral (
                select greatest(node.beat_at, open.claimed_at) as at, node.name as node
                from run_parts open join nodes node on node.id = open.node_id
                where open.run_id = run.id and run.state in {RunStates.UnderWaySql} and open.finished_at is null and open.stopped_at is null
                order by 1 desc limit 1) beat on true
            where run.id = any($1)
            """,
            runIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new Dictionary<long, RunSnapshot>();
        while (await reader.ReadAsync(cancellationToken))
            runs.Add(reader.GetInt64(0), Read(reader));
        return runs;
    }

    private static RunSnapshot Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        Enum.Parse<RunState>(reader.GetString(1)),
        reader.GetFieldValue<long?>(2),
        OutcomeCounts.Parse(reader.GetString(3)),
        reader.GetInt64(4),
        reader.GetDateTime(5),
        reader.GetFieldValue<DateTime?>(6),
        reader.GetFieldValue<DateTime?>(7),
        reader.IsDBNull(8) ? null : reader.GetString(8),
        reader.GetInt32(9))
    {
        PartsFinished = reader.GetInt32(10),
        Reclaims = reader.GetInt32(11),
        WaitsForRunId = reader.GetFieldValue<long?>(12),
        Wait = reader.IsDBNull(13)
            ? null
            : new(Enum.Parse<DatabaseErrorKind>(reader.GetString(13)), reader.GetDateTime(14), reader.IsDBNull(15) ? null : reader.GetString(15)),
        LastHeartbeat = reader.GetFieldValue<DateTime?>(16),
        Node = reader.IsDBNull(17) ? null : reader.GetString(17),
    };
}

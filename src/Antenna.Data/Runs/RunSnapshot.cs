using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A run as it stood at one moment.</summary>
/// <param name="Total">Rows in scope; null until they have been counted.</param>
/// <param name="Wait">What it waits for, as its last heartbeat recorded it; null where it does not wait.</param>
/// <param name="OccurrencesUpdated">Distinct occurrences whose determined taxon is now another than before the run.</param>
public sealed record RunSnapshot(
    long RunId,
    RunState State,
    int Attempt,
    long? Total,
    RunCounters Counters,
    long OccurrencesUpdated,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? Failure,
    RunWait? Wait = null)
{
    internal const string Columns =
        """
        id, state, attempt, total, masked, unchanged, restored, held,
        skipped_no_logits, skipped_wrong_length, skipped_not_finite, skipped_out_of_scope,
        occurrences_updated, created_at, started_at, finished_at, failure
        """;

    /// <summary>The first column after <see cref="Columns"/>.</summary>
    private const int WaitColumn = 17;

    public bool IsUnderWay => State.IsUnderWay();

    /// <summary>How a run that was read stood then.</summary>
    /// <param name="heartbeat">Its last one; null before the first.</param>
    public static RunSnapshot Of(Run run, RunHeartbeat? heartbeat) => new(
        run.Id, run.State, run.Attempt, run.Total, RunCounters.Of(run), run.OccurrencesUpdated,
        run.CreatedAt, run.StartedAt, run.FinishedAt, run.Failure, WaitOf(run, heartbeat));

    /// <summary>Reads a run as it stands now; null where there is none of that id.</summary>
    public static async Task<RunSnapshot?> ReadAsync(NpgsqlDataSource dataSource, long runId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            select snapshot.*, heartbeat.wait_kind, heartbeat.wait_since, heartbeat.wait_holder
            from (select {Columns} from runs where id = $1) snapshot
            left join run_heartbeats heartbeat on heartbeat.run_id = snapshot.id and heartbeat.attempt = snapshot.attempt
            """);
        command.Parameters.Add(new() { Value = runId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var snapshot = Read(reader);
        return snapshot.IsUnderWay && !reader.IsDBNull(WaitColumn) ? snapshot with { Wait = ReadWait(reader) } : snapshot;
    }

    private static RunWait ReadWait(NpgsqlDataReader reader) => new(
        Enum.Parse<DatabaseErrorKind>(reader.GetString(WaitColumn)),
        reader.GetDateTime(WaitColumn + 1),
        reader.IsDBNull(WaitColumn + 2) ? null : reader.GetString(WaitColumn + 2));

    /// <summary>What another node recorded for an earlier attempt, or before the run ended, is not so any more.</summary>
    private static RunWait? WaitOf(Run run, RunHeartbeat? heartbeat) =>
        run.State.IsUnderWay() && heartbeat is { WaitKind: { } kind, WaitSince: { } since } && heartbeat.Attempt == run.Attempt
            ? new(Enum.Parse<DatabaseErrorKind>(kind), since, heartbeat.WaitHolder)
            : null;

    internal static RunSnapshot Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        Enum.Parse<RunState>(reader.GetString(1)),
        reader.GetInt32(2),
        reader.GetFieldValue<long?>(3),
        new RunCounters(
            reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7),
            reader.GetInt64(8), reader.GetInt64(9), reader.GetInt64(10), reader.GetInt64(11)),
        reader.GetInt64(12),
        reader.GetDateTime(13),
        reader.GetFieldValue<DateTime?>(14),
        reader.GetFieldValue<DateTime?>(15),
        reader.IsDBNull(16) ? null : reader.GetString(16));
}

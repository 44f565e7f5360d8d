using Antenna.Data.Database;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>What a run did to one lineage, as undoing it needs to know.</summary>
/// <param name="OccurrenceId">The occurrence that the lineage belongs to now.</param>
/// <param name="WrittenId">The row that the run wrote, or brought back; null where it wrote none.</param>
/// <param name="Removed">The row that it removed, intermediate; null where it removed none.</param>
public sealed record StoredLineageEffect(
    long OccurrenceId, long LineageId, long? TerminalBeforeId, long? TerminalAfterId, long? WrittenId, ClassificationState? Removed);

/// <summary>What a run did to one occurrence: all its lineages there that it changed; none where only the determination was decided again.</summary>
public sealed record StoredEffects(long OccurrenceId, IReadOnlyList<StoredLineageEffect> Lineages);

/// <summary>Reads the effects of runs: for undoing them, and to tell which runs stand on which.</summary>
public static class RunEffectReader
{
    // A lineage is looked up through its occurrence effect, so that the ranges of parts are those of the occurrences that the
    // run touched. Its detection may have come to another occurrence since.
    private const string Effects =
        """
        select touched.occurrence_id, coalesce(detection.occurrence_id, touched.occurrence_id), effect.lineage_id,
               effect.terminal_before_id, effect.terminal_after_id, effect.written, removed.classification_id,
               (removed.row ->> 'detection_id')::bigint, (removed.row ->> 'applied_to_id')::bigint, (removed.row ->> 'algorithm_id')::bigint,
               (removed.row ->> 'taxon_id')::bigint, (removed.row ->> 'score')::float8, (removed.row ->> 'absolute_score')::float8,
               (removed.row ->> 'created_at')::timestamptz
        from run_occurrence_effects touched
        left join run_lineage_effects effect on effect.run_id = touched.run_id and effect.occurrence_id = touched.occurrence_id
        left join classifications source on source.id = effect.lineage_id
        left join removed_classifications removed on removed.run_id = effect.run_id and removed.classification_id = effect.removed_id
        left join detections detection on detection.id = coalesce(source.detection_id, (removed.row ->> 'detection_id')::bigint)
        where touched.run_id = $1 and touched.occurrence_id > $2 and touched.occurrence_id <= $3
        order by touched.occurrence_id, effect.lineage_id
        """;

    /// <summary>
    /// Runs that changed lineages of this one after it and were not undone, newest first; those, too, that changed lineages of
    /// these after them. An undo that came to its end stands for nothing itself where its run came after, too: both are as if
    /// they had not been. Where its run came before, it has changed what this one stands on.
    /// </summary>
    private const string Standing =
        """
        with recursive standing(id) as (
            select $1::bigint
            union
            select later.id
            from standing
            join run_lineage_effects mine on mine.run_id = standing.id
            join run_occurrence_effects touched on touched.occurrence_id = mine.occurrence_id and touched.run_id > standing.id
            join run_lineage_effects theirs
                on theirs.run_id = touched.run_id and theirs.occurrence_id = mine.occurrence_id and theirs.lineage_id = mine.lineage_id
            join runs later on later.id = touched.run_id
            where later.state <> 'Reverted'
              and (later.undoes_run_id is null or later.undoes_run_id < standing.id or later.state <> 'Succeeded'))
        select id from standing where id <> $1 order by id desc
        """;

    /// <summary>Streams what a run did to the occurrences of a range, in the order of their ids.</summary>
    public static async IAsyncEnumerable<StoredEffects> ReadAsync(
        NpgsqlConnection connection,
        long runId,
        OccurrenceRange range,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await connection.ReadLongAsync(Effects, [runId, range.After, range.Last], cancellationToken);
        StoredEffects? current = null;
        var lineages = new List<StoredLineageEffect>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (current is not null && current.OccurrenceId != reader.GetInt64(0))
            {
                yield return current;
                lineages = [];
                current = null;
            }

            current ??= new(reader.GetInt64(0), lineages);
            if (!reader.IsDBNull(2))
                lineages.Add(Read(reader));
        }

        if (current is not null)
            yield return current;
    }

    /// <summary>How many occurrences a run touched.</summary>
    public static async Task<long> CountAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select count(*) from run_occurrence_effects where run_id = $1", runId);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>How many rows a run wrote, and how many occurrences became another taxon by it.</summary>
    public static async Task<(long Written, long TaxonChanged)> SummarizeAsync(
        NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select (select count(*) from run_lineage_effects where run_id = $1 and written),
                   (select count(*) from run_occurrence_effects where run_id = $1 and taxon_before_id is distinct from taxon_after_id)
            """,
            runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>The runs that have to be undone before this one, newest first.</summary>
    public static async Task<IReadOnlyList<long>> StandingOnAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var reader = await connection.ReadLongAsync(Standing, [runId], cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    private static StoredLineageEffect Read(NpgsqlDataReader reader)
    {
        var lineageId = reader.GetInt64(2);
        var after = reader.GetFieldValue<long?>(4);
        var removed = reader.IsDBNull(6)
            ? null
            : new ClassificationState
            {
                Id = reader.GetInt64(6),
                LineageId = lineageId,
                DetectionId = reader.GetInt64(7),
                AppliedToId = reader.GetFieldValue<long?>(8),
                AlgorithmId = reader.GetInt64(9),
                TaxonId = reader.GetFieldValue<long?>(10),
                Score = reader.GetDouble(11),
                AbsoluteScore = reader.GetDouble(12),
                CreatedAt = reader.GetDateTime(13),
                Terminal = false,
            };
        return new(reader.GetInt64(1), lineageId, reader.GetFieldValue<long?>(3), after, reader.GetBoolean(5) ? after : null, removed);
    }
}

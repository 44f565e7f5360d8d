using Antenna.Data.Occurrences;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Runs;

/// <summary>The statements that a batch is written with; their number does not depend on the number of rows.</summary>
internal static class RunBatchSql
{
    private const string Reserve =
        "select nextval(pg_get_serial_sequence('classifications', 'id')) from generate_series(1, $1)";

    private const string CopyClassifications =
        """
        copy classifications (id, detection_id, algorithm_id, lineage_id, applied_to_id, run_id, taxon_id, class_index,
            score, absolute_score, terminal, created_at, listed_mass, nothing_mass, off_list_mass, top_classes, top_scores)
        from stdin (format binary)
        """;

    private const string CopyEffects =
        """
        copy run_classification_effects (run_id, classification_id, terminal_before, terminal_after)
        from stdin (format binary)
        """;

    private const string Demote = "update classifications set terminal = false where id = any($1)";

    private const string Promote = "update classifications set terminal = true where id = any($1)";

    // An occurrence may have rows in several batches: its effect keeps the first before and the last after, and the run's
    // count of updated occurrences moves by the difference.
    private const string Advance =
        """
        with touched(occurrence_id, taxon_before, score_before, taxon_after, score_after) as (
            select * from unnest($3, $4, $5, $6, $7)),
        earlier as (
            select effect.occurrence_id, effect.taxon_before_id, effect.taxon_after_id
            from run_occurrence_effects effect join touched using (occurrence_id) where effect.run_id = $1),
        written as (
            insert into run_occurrence_effects as effect
                (run_id, occurrence_id, taxon_before_id, score_before, taxon_after_id, score_after)
            select $1, occurrence_id, taxon_before, score_before, taxon_after, score_after from touched
            on conflict (run_id, occurrence_id) do update
            set taxon_after_id = excluded.taxon_after_id, score_after = excluded.score_after),
        updated as (
            select count(*) filter (where
                       case when earlier.occurrence_id is null then touched.taxon_before else earlier.taxon_before_id end
                       is distinct from touched.taxon_after)
                 - count(*) filter (where earlier.taxon_before_id is distinct from earlier.taxon_after_id) as difference
            from touched left join earlier using (occurrence_id))
        update runs
        set checkpoint = $8, checked = checked + $9, masked = masked + $10, unchanged = unchanged + $11,
            restored = restored + $12, held = held + $13, skipped_no_logits = skipped_no_logits + $14,
            skipped_wrong_length = skipped_wrong_length + $15, skipped_not_finite = skipped_not_finite + $16,
            skipped_out_of_scope = skipped_out_of_scope + $17,
            occurrences_updated = occurrences_updated + (select difference from updated)
        where id = $1 and attempt = $2 and state in ('Running', 'Canceling')
        returning
        """ + " " + RunSnapshot.Columns;

    internal static async Task<Queue<long>> ReserveIdsAsync(NpgsqlConnection connection, int count, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Reserve, connection) { Parameters = { new() { Value = count } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new Queue<long>(count);
        while (await reader.ReadAsync(cancellationToken))
            ids.Enqueue(reader.GetInt64(0));
        return ids;
    }

    internal static async Task DemoteAsync(NpgsqlConnection connection, long[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
            return;
        await using var command = new NpgsqlCommand(Demote, connection) { Parameters = { new() { Value = ids } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task CopyClassificationsAsync(
        NpgsqlConnection connection, long runId, IReadOnlyCollection<NewClassification> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await using var writer = await connection.BeginBinaryImportAsync(CopyClassifications, cancellationToken);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(row.Id, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.AppliedTo.DetectionId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.AlgorithmId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.AppliedTo.LineageId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.AppliedTo.Id, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(runId, NpgsqlDbType.Bigint, cancellationToken);
            await (row.TaxonId is { } taxon
                ? writer.WriteAsync(taxon, NpgsqlDbType.Bigint, cancellationToken)
                : writer.WriteNullAsync(cancellationToken));
            await writer.WriteAsync(row.ClassIndex, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(row.Score, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteAsync(row.AbsoluteScore, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteAsync(true, NpgsqlDbType.Boolean, cancellationToken);
            await writer.WriteAsync(row.AppliedTo.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await writer.WriteAsync(row.Masses.Listed, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteAsync(row.Masses.Nothing, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteAsync(row.Masses.OffList, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteAsync(row.TopClasses, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(row.TopScores, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    internal static async Task CopyEffectsAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ClassificationEffect> effects, CancellationToken cancellationToken)
    {
        if (effects.Count == 0)
            return;
        await using var writer = await connection.BeginBinaryImportAsync(CopyEffects, cancellationToken);
        foreach (var effect in effects)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(effect.RunId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(effect.ClassificationId, NpgsqlDbType.Bigint, cancellationToken);
            await (effect.TerminalBefore is { } before
                ? writer.WriteAsync(before, NpgsqlDbType.Boolean, cancellationToken)
                : writer.WriteNullAsync(cancellationToken));
            await writer.WriteAsync(effect.TerminalAfter, NpgsqlDbType.Boolean, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    internal static async Task<RunSnapshot?> FinishAsync(
        NpgsqlConnection connection,
        RunClaim claim,
        long[] promoted,
        IReadOnlyList<DeterminationChange> determinations,
        RunCounters counters,
        long checkpoint,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (promoted.Length > 0)
            batch.BatchCommands.Add(new(Promote) { Parameters = { new() { Value = promoted } } });
        var changed = determinations.Where(change => change.Before != change.After).ToList();
        if (changed.Count > 0)
            batch.BatchCommands.Add(Determinations.WriteCommand(changed));
        batch.BatchCommands.Add(AdvanceCommand(claim, determinations, counters, checkpoint));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? RunSnapshot.Read(reader) : null;
    }

    private static NpgsqlBatchCommand AdvanceCommand(
        RunClaim claim, IReadOnlyList<DeterminationChange> determinations, RunCounters counters, long checkpoint)
    {
        object[] values =
        [
            claim.RunId,
            claim.Attempt,
            determinations.Select(change => change.OccurrenceId).ToArray(),
            determinations.Select(change => change.Before.TaxonId).ToArray(),
            determinations.Select(change => change.Before.Score).ToArray(),
            determinations.Select(change => change.After.TaxonId).ToArray(),
            determinations.Select(change => change.After.Score).ToArray(),
            checkpoint,
            counters.Checked,
            counters.Masked,
            counters.Unchanged,
            counters.Restored,
            counters.Held,
            counters.SkippedNoLogits,
            counters.SkippedWrongLength,
            counters.SkippedNotFinite,
            counters.SkippedOutOfScope,
        ];
        var command = new NpgsqlBatchCommand(Advance);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}

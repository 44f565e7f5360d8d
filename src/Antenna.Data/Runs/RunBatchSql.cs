using Antenna.Data.Derived;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Runs;

/// <summary>The statements that a batch is written with; their number does not depend on the number of rows.</summary>
internal static class RunBatchSql
{
    private const string BeginSession =
        $"select set_config('application_name', $1, true), set_config('{Upkeep.WithinLineages}', 'on', true)";

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
        copy run_lineage_effects (run_id, lineage_id, terminal_before_id, terminal_after_id, written)
        from stdin (format binary)
        """;

    private const string Demote = "update classifications set terminal = false where id = any($1)";

    private const string Promote = "update classifications set terminal = true where id = any($1)";

    private const string AddOccurrenceEffects =
        """
        insert into run_occurrence_effects (run_id, occurrence_id, taxon_before_id, score_before, taxon_after_id, score_after, first_seen_at)
        select $1, effect.*, occurrence.first_seen_at
        from unnest($2, $3, $4, $5, $6) as effect(occurrence_id, taxon_before_id, score_before, taxon_after_id, score_after)
        join occurrences occurrence on occurrence.id = effect.occurrence_id
        """;

    // Last, because it is the fence: a node whose claim is gone updates no row here, and rolls everything back.
    private const string Advance =
        """
        update runs
        set checkpoint = $3, checked = checked + $4, masked = masked + $5, unchanged = unchanged + $6,
            restored = restored + $7, held = held + $8, skipped_no_logits = skipped_no_logits + $9,
            skipped_wrong_length = skipped_wrong_length + $10, skipped_not_finite = skipped_not_finite + $11,
            skipped_out_of_scope = skipped_out_of_scope + $12, occurrences_updated = occurrences_updated + $13
        where id = $1 and attempt = $2 and state in ('Running', 'Canceling')
        returning
        """ + $" {RunSnapshot.Columns}, {Announcements.OfRun}";

    /// <summary>
    /// Names the session for as long as the transaction lasts, in which terminal flags move within lineages only, and reserves
    /// ids for this many rows.
    /// </summary>
    internal static async Task<Queue<long>> PrepareAsync(
        NpgsqlConnection connection, RunClaim claim, int rows, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Command(BeginSession, RunBatch.SessionName(claim.RunId)), Command(Reserve, rows) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var ids = new Queue<long>(rows);
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
        NpgsqlConnection connection, long runId, LineageChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Lineages.Count == 0)
            return;
        await using var writer = await connection.BeginBinaryImportAsync(CopyEffects, cancellationToken);
        foreach (var (lineageId, change) in changes.Lineages)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(runId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(lineageId, NpgsqlDbType.Bigint, cancellationToken);
            await (change.TerminalBefore is { } before
                ? writer.WriteAsync(before, NpgsqlDbType.Bigint, cancellationToken)
                : writer.WriteNullAsync(cancellationToken));
            await writer.WriteAsync(change.TerminalAfter, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(change.Written, NpgsqlDbType.Boolean, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    internal static async Task<RunSnapshot?> FinishAsync(
        NpgsqlConnection connection,
        RunClaim claim,
        LineageChanges changes,
        RunCounters counters,
        long checkpoint,
        CancellationToken cancellationToken)
    {
        var promoted = changes.Promoted;
        var determinations = changes.Determinations();
        await using var batch = new NpgsqlBatch(connection);
        if (promoted.Length > 0)
            batch.BatchCommands.Add(new(Promote) { Parameters = { new() { Value = promoted } } });
        var changed = determinations.Where(change => change.Before != change.After).ToList();
        if (changed.Count > 0)
            batch.BatchCommands.Add(Determinations.WriteCommand(changed));
        if (determinations.Count > 0)
            batch.BatchCommands.Add(OccurrenceEffectsCommand(claim, determinations));
        batch.BatchCommands.Add(AdvanceCommand(claim, counters, checkpoint, updated: determinations.Count(change => change.TaxonChanges)));

        // After the fence, whose row is the first that comes back; what was announced goes with the transaction.
        if (Announcements.OccurrencesCommand(determinations.Select(change => change.OccurrenceId)) is { } announce)
            batch.BatchCommands.Add(announce);

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var snapshot = await reader.ReadAsync(cancellationToken) ? RunSnapshot.Read(reader) : null;
        await reader.NextResultAsync(cancellationToken);
        return snapshot;
    }

    private static NpgsqlBatchCommand OccurrenceEffectsCommand(RunClaim claim, IReadOnlyList<DeterminationChange> determinations) =>
        Command(
            AddOccurrenceEffects,
            claim.RunId,
            determinations.Select(change => change.OccurrenceId).ToArray(),
            determinations.Select(change => change.Before.TaxonId).ToArray(),
            determinations.Select(change => change.Before.Score).ToArray(),
            determinations.Select(change => change.After.TaxonId).ToArray(),
            determinations.Select(change => change.After.Score).ToArray());

    private static NpgsqlBatchCommand AdvanceCommand(RunClaim claim, RunCounters counters, long checkpoint, long updated) =>
        Command(
            Advance,
            claim.RunId,
            claim.Attempt,
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
            updated);

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}

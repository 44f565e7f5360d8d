using Antenna.Data.Database;
using Antenna.Data.Derived;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>What the last statements of a batch write.</summary>
internal sealed record BatchEnd(
    PartClaim Claim,
    LineageChanges Changes,
    IReadOnlyList<DeterminationChange> Determinations,
    PartTally Tally,
    long Checkpoint,
    DateTime Now);

/// <summary>The statements that a batch is written with; their number does not depend on the number of rows.</summary>
internal static class RunBatchSql
{
    private const string BeginSession = "select set_config('application_name', $1, true)";

    // The sequence is looked up once, not once an id.
    private const string Reserve =
        """
        select array(
            select nextval(ids.sequence)
            from (select pg_get_serial_sequence('classifications', 'id')::regclass as sequence offset 0) ids, generate_series(1, $1))
        """;

    private const string WithinLineages = $"select set_config('{Upkeep.WithinLineages}', $1, true)";

    private const string Demote = "update classifications set terminal = false where id = any($1)";

    private const string Promote = "update classifications set terminal = true where id = any($1)";

    // A row is kept as it was written: terminal, or not, is what the effects say.
    private const string Remove =
        """
        with gone as (delete from classifications where id = any($2) returning *)
        insert into removed_classifications (run_id, classification_id, row) select $1, gone.id, to_jsonb(gone) from gone
        """;

    private const string Restore =
        """
        with back as (
            select distinct on (removed.classification_id)
                   removed.row || '{"terminal": true}' as row
            from removed_classifications removed
            where removed.classification_id = any($1)
            order by removed.classification_id, removed.run_id desc)
        insert into classifications overriding system value
        select (jsonb_populate_record(null::classifications, back.row)).* from back
        """;

    private const string AddOccurrenceEffects =
        """
        insert into run_occurrence_effects (run_id, occurrence_id, taxon_before_id, score_before, taxon_after_id, score_after, first_seen_at)
        select $1, effect.*, occurrence.first_seen_at
        from unnest($2, $3, $4, $5, $6) as effect(occurrence_id, taxon_before_id, score_before, taxon_after_id, score_after)
        join occurrences occurrence on occurrence.id = effect.occurrence_id
        on conflict (run_id, occurrence_id) do update set taxon_after_id = excluded.taxon_after_id, score_after = excluded.score_after
        """;

    // Last, because it is the fence: a worker whose claim is gone updates no row here, and rolls everything back. The lock on
    // the run is shared by its workers, and keeps its state from changing until the commit.
    private const string Advance =
        $"""
        with run as (
            select {Announcements.RunColumns}, state from runs where id = $1 and state in ('Running', 'Canceling') for share),
        advanced as (
            update run_parts part
            set checkpoint = $4, outcomes = $5::jsonb, listed = $6::jsonb, occurrences_updated = $7, advanced_at = $8
            from run
            where part.run_id = $1 and part.number = $2 and part.attempt = $3 and part.finished_at is null
            returning run.*)
        select state, {Announcements.OfRun} from advanced
        """;

    /// <summary>Names the session for as long as the transaction lasts, and reserves ids for this many rows.</summary>
    internal static async Task<Queue<long>> PrepareAsync(
        NpgsqlConnection connection, PartClaim claim, int rows, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                SqlCommands.InBatch(BeginSession, RunBatch.SessionName(claim.RunId, claim.Part)),
                SqlCommands.InBatch(Reserve, rows),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(await reader.GetFieldValueAsync<long[]>(0, cancellationToken));
    }

    /// <summary>Writes the rows and the effects on lineages.</summary>
    internal static async Task WriteRowsAsync(
        NpgsqlConnection connection, PartClaim claim, LineageChanges changes, CancellationToken cancellationToken)
    {
        // Demote before anything is inserted or promoted: the index that allows one terminal row a lineage is checked
        // row by row, and one statement that did both would fail by the order that it met them in.
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(SqlCommands.InBatch(WithinLineages, changes.KeepsScopes ? "on" : "off"));
            if (changes.Demoted is { Length: > 0 } demoted)
                batch.BatchCommands.Add(SqlCommands.InBatch(Demote, demoted));
            if (changes.Removed is { Length: > 0 } removed)
                batch.BatchCommands.Add(SqlCommands.InBatch(Remove, claim.RunId, removed));
            if (changes.Restored is { Length: > 0 } restored)
                batch.BatchCommands.Add(SqlCommands.InBatch(Restore, restored));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await BatchCopy.ClassificationsAsync(connection, claim.RunId, changes.Written, cancellationToken);
        await BatchCopy.EffectsAsync(connection, claim.RunId, changes, cancellationToken);
    }

    /// <summary>Promotes, writes determinations and their effects, and advances the part.</summary>
    /// <returns>The run's state; null where the claim does not hold.</returns>
    internal static async Task<RunState?> FinishAsync(NpgsqlConnection connection, BatchEnd end, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (end.Changes.Promoted is { Length: > 0 } promoted)
            batch.BatchCommands.Add(SqlCommands.InBatch(Promote, promoted));
        var changed = end.Determinations.Where(change => change.Before != change.After).ToList();
        if (changed.Count > 0)
            batch.BatchCommands.Add(Determinations.WriteCommand(changed));
        if (end.Determinations.Count > 0)
            batch.BatchCommands.Add(OccurrenceEffectsCommand(end.Claim, end.Determinations));
        batch.BatchCommands.Add(AdvanceCommand(end));

        // After the fence, whose row is the first that comes back; what was announced goes with the transaction.
        if (Announcements.OccurrencesCommand(end.Determinations.Select(change => change.OccurrenceId)) is { } announce)
            batch.BatchCommands.Add(announce);

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        RunState? state = await reader.ReadAsync(cancellationToken) ? Enum.Parse<RunState>(reader.GetString(0)) : null;
        await reader.NextResultAsync(cancellationToken);
        return state;
    }

    private static NpgsqlBatchCommand OccurrenceEffectsCommand(PartClaim claim, IReadOnlyList<DeterminationChange> determinations) =>
        SqlCommands.InBatch(
            AddOccurrenceEffects,
            claim.RunId,
            determinations.Select(change => change.OccurrenceId).ToArray(),
            determinations.Select(change => change.Before.TaxonId).ToArray(),
            determinations.Select(change => change.Before.Score).ToArray(),
            determinations.Select(change => change.After.TaxonId).ToArray(),
            determinations.Select(change => change.After.Score).ToArray());

    private static NpgsqlBatchCommand AdvanceCommand(BatchEnd end) => SqlCommands.InBatch(
        Advance, end.Claim.RunId, end.Claim.Part, end.Claim.Attempt, end.Checkpoint, end.Tally.Counts.ToJson(), end.Tally.ListedJson(),
        end.Tally.OccurrencesUpdated, end.Now);
}

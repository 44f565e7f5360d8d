using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Undoes what a run did, by its effects: rows that it wrote go, terminal flags return, determinations are decided
/// again. What the effects of an undo say is what it undid, so undoing an undo does the run's work again.
/// </summary>
public sealed class UndoTask : IRunTask
{
    public const string TaskKey = "undo";

    public string Key => TaskKey;

    public string Name => "Undo";

    public (string One, string Many) Rows => ("occurrence", "occurrences");

    public IReadOnlyList<TaskOutcome> Outcomes { get; } =
    [
        new(UndoOutcomes.Undone, OutcomeKind.Changed, "undone", "what the run had done to it is undone"),
        new(UndoOutcomes.Unchanged, OutcomeKind.Unchanged, "unchanged", "nothing was left to undo"),
        new(UndoOutcomes.ChangedSince, OutcomeKind.Left, "left as newer results made it", "newer results came in after the run"),
    ];

    public string TitleOf(RunRow run) => string.Create(CultureInfo.InvariantCulture, $"Undo of run {run.UndoesRunId}");

    public Task<ITaskWork> LoadAsync(Run run, CancellationToken cancellationToken) =>
        Task.FromResult<ITaskWork>(new UndoWork(run.UndoesRunId!.Value));

    public IReadOnlyList<(string Name, string Value)> Describe(string settingsJson) =>
        [("Undoes", string.Create(CultureInfo.InvariantCulture, $"run {JsonDocument.Parse(settingsJson).RootElement.GetProperty("undoes").GetInt64()}"))];
}

/// <summary>The outcomes of undoing.</summary>
public static class UndoOutcomes
{
    public const string Undone = "undone";
    public const string Unchanged = "unchanged";
    public const string ChangedSince = "changed-since";
}

/// <summary>An occurrence with what a run did to it.</summary>
internal sealed record UndoRow(StoredEffects Effects) : TaskRow(Effects.OccurrenceId, Effects.OccurrenceId)
{
    public override IEnumerable<long> OtherOccurrenceIds => Effects.Lineages.Select(effect => effect.OccurrenceId);

    public override int MostWritten => 0;
}

/// <summary>Undoes one run.</summary>
internal sealed class UndoWork(long runId) : TaskWork<UndoRow>
{
    public override Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken) =>
        RunEffectReader.CountAsync(connection, runId, cancellationToken);

    public override Task<IReadOnlyList<OccurrenceRange>> CutAsync(
        NpgsqlConnection connection, RunScope scope, PartSize size, CancellationToken cancellationToken) =>
        ScopeParts.CutEffectsAsync(connection, runId, size, cancellationToken);

    public override async IAsyncEnumerable<UndoRow> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var effects in RunEffectReader.ReadAsync(connection, runId, range, cancellationToken))
            yield return new(effects);
    }

    public override string Apply(UndoRow row, LineageChanges changes, Func<long> newId)
    {
        var undone = false;
        var changedSince = false;
        foreach (var effect in row.Effects.Lineages)
        {
            var (changed, whole) = Undo(effect, changes);
            undone |= changed;
            changedSince |= !whole;
        }

        // The determination is decided again even where no lineage is left to change.
        if (changes.Occurrence(row.OccurrenceId) is not null)
            changes.Redetermine(row.OccurrenceId);
        return changedSince ? UndoOutcomes.ChangedSince : undone ? UndoOutcomes.Undone : UndoOutcomes.Unchanged;
    }

    /// <returns>Whether something changed, and whether the lineage is as before the run: newer results may have retired it since.</returns>
    private static (bool Changed, bool Whole) Undo(StoredLineageEffect effect, LineageChanges changes)
    {
        if (changes.Occurrence(effect.OccurrenceId) is null)
            return (false, true);
        var lineage = changes.Lineage(effect.LineageId);

        // A run that left the lineage without a terminal row left it just as a newer result does.
        var asLeft = lineage.SingleOrDefault(row => row.Terminal)?.Id == effect.TerminalAfterId
            && !changes.IsSuperseded(effect.OccurrenceId, effect.LineageId);
        if (effect.WrittenId is { } written)
            return RemoveWritten(effect, changes, lineage.SingleOrDefault(row => row.Id == written), asLeft);
        if (effect.Removed is { } removed)
            return BringBack(effect, changes, removed, asLeft);
        if (!asLeft)
            return (false, false);
        if (effect.TerminalBeforeId is not { } before)
            changes.Demote(effect.OccurrenceId, effect.LineageId);
        else if (lineage.SingleOrDefault(row => row.Id == before) is { } row)
            changes.MakeTerminal(effect.OccurrenceId, row);
        return (true, true);
    }

    private static (bool Changed, bool Whole) RemoveWritten(
        StoredLineageEffect effect, LineageChanges changes, ClassificationState? written, bool asLeft)
    {
        if (written is null)
            return (false, true);
        var before = asLeft && effect.TerminalBeforeId is { } id ? changes.Lineage(effect.LineageId).SingleOrDefault(row => row.Id == id) : null;
        changes.Remove(effect.OccurrenceId, written, before);
        return (true, asLeft);
    }

    /// <summary>Whether another row began a lineage of the same algorithm on the detection since: there is one a detection.</summary>
    private static bool HasResultOf(OccurrenceState occurrence, ClassificationState removed) => occurrence.Classifications.Any(
        row => row.IsSource && row.DetectionId == removed.DetectionId && row.AlgorithmId == removed.AlgorithmId);

    private static (bool Changed, bool Whole) BringBack(
        StoredLineageEffect effect, LineageChanges changes, ClassificationState removed, bool asLeft)
    {
        if (changes.Lineage(effect.LineageId).Any(row => row.Id == removed.Id))
            return (false, true);
        if (removed.IsSource && HasResultOf(changes.Occurrence(effect.OccurrenceId)!, removed))
            return (false, false);

        // It counts again or stays away: of a row that only lay there the effects would not tell, and it could not be undone.
        if (!asLeft || effect.TerminalBeforeId != removed.Id)
            return (false, false);
        changes.Restore(effect.OccurrenceId, removed);
        return (true, true);
    }
}

using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What was done with a selection: what to describe of it, and what there is to undo.</summary>
/// <param name="Text">What changed, in numbers.</param>
/// <param name="Created">The identifications that the act created, and no others.</param>
/// <param name="Refused">What could not be done, each with its occurrence and why.</param>
public sealed record SelectionOutcome(string Text, IReadOnlyList<long> Created, IReadOnlyList<string> Refused)
{
    /// <summary>The occurrences that the act pinned, and no others.</summary>
    public IReadOnlyList<long> Pinned { get; init; } = [];

    /// <summary>What became of rows of which there is more to know than their number, each with its occurrence.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    public bool CanBeUndone => Created.Count + Pinned.Count > 0;

    /// <summary>The outcome of submitting identifications.</summary>
    /// <param name="describe">Describes how many were created.</param>
    public static SelectionOutcome Of(IReadOnlyList<SubmissionOutcome> outcomes, Func<int, string> describe)
    {
        List<long> created = [.. outcomes.Where(outcome => outcome.IsCreated).Select(outcome => outcome.IdentificationId!.Value)];
        List<string> refused =
        [
            .. outcomes.Where(outcome => outcome.Refusal is not null)
                .Select(outcome => $"{outcome.OccurrenceId}: {outcome.Refusal!.Value.Sentence()}"),
        ];
        var standing = outcomes.Count - created.Count - refused.Count;
        var text = standing == 0
            ? describe(created.Count)
            : $"{describe(created.Count)} {Figures.Count(standing, "occurrence", "occurrences")} had the same identification of yours already.";
        return new(text, created, refused);
    }

    /// <summary>The outcome of pinning.</summary>
    public static SelectionOutcome OfPins(IReadOnlyList<(long OccurrenceId, PinOutcome Outcome)> outcomes)
    {
        var byOutcome = outcomes.ToLookup(each => each.Outcome, each => each.OccurrenceId);
        List<long> pinned = [.. byOutcome[PinOutcome.Pinned]];
        var stood = byOutcome[PinOutcome.StoodAlready].Count();
        var text = $"Pinned {Figures.Count(pinned.Count, "occurrence", "occurrences")}.";
        return new(
            stood == 0 ? text : $"{text} {Figures.Count(stood)} {(stood == 1 ? "was" : "were")} pinned already.",
            [],
            [
                .. byOutcome[PinOutcome.NoRoom].Select(id => $"{id}: a project has room for {Figures.Count(PinnedOccurrences.Most)} pins."),
                .. byOutcome[PinOutcome.Gone].Select(id => $"{id}: there is no such occurrence any more."),
            ]) { Pinned = pinned };
    }

    /// <summary>The outcome of recomputing determinations; there is no way back from what identifications and predictions say.</summary>
    /// <param name="name">Names a taxon; null for none.</param>
    public static SelectionOutcome OfRecomputation(IReadOnlyList<RecomputedDetermination> outcomes, Func<long?, string> name)
    {
        var there = outcomes.Where(outcome => outcome.IsThere).ToList();
        var corrected = there.Select(outcome => outcome.Change).OfType<DeterminationChange>().ToList();
        var text = $"Recomputed {Figures.Count(there.Count, "determination", "determinations")}" + (there.Count, corrected.Count) switch
        {
            (0, _) => ".",
            (1, 0) => ": it was right.",
            (_, 0) => ": all were right.",
            var (all, stale) => $": {Figures.Count(stale)} {(stale == 1 ? "was" : "were")} stale, and corrected; {Figures.Count(all - stale)} {(all - stale == 1 ? "was" : "were")} right.",
        };
        return new(
            text,
            [],
            [.. outcomes.Where(outcome => !outcome.IsThere).Select(outcome => $"{outcome.OccurrenceId}: there is no such occurrence any more.")])
        {
            Details =
            [
                .. corrected.Select(change => change.TaxonChanges
                    ? $"{change.OccurrenceId}: {name(change.Before.TaxonId)} → {name(change.After.TaxonId)}"
                    : $"{change.OccurrenceId}: {name(change.After.TaxonId)}, another score"),
            ],
        };
    }

    /// <summary>The outcome of undoing; there is no way back from it.</summary>
    public static SelectionOutcome OfUndo(IReadOnlyList<DeletionOutcome> outcomes)
    {
        var gone = outcomes.Count(outcome => outcome.Refusal is not null);
        var text = $"Undone: {Figures.Count(outcomes.Count - gone, "identification", "identifications")} removed.";
        return new(gone == 0 ? text : $"{text} {Figures.Count(gone)} had been removed already.", [], []);
    }
}

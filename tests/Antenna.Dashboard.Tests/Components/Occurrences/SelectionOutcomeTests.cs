using Antenna.Dashboard.Components.Occurrences;
using Antenna.Data.Occurrences;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrences;

/// <summary>What is told of an act on selected occurrences, where each number is none, one and many.</summary>
public sealed class SelectionOutcomeTests
{
    [Theory]
    [InlineData(0, 0, "Agreed with 0.")]
    [InlineData(1, 0, "Agreed with 1.")]
    [InlineData(0, 1, "Agreed with 0. 1 occurrence had the same identification of yours already.")]
    [InlineData(3, 2, "Agreed with 3. 2 occurrences had the same identification of yours already.")]
    public void Identifications_that_were_there_already_are_told_apart_from_those_that_were_created(int created, int stood, string text) => Assert.Equal(
        text,
        SelectionOutcome.Of(
            [
                .. Enumerable.Range(0, created).Select(id => new SubmissionOutcome(id, id, IsCreated: true, null)),
                .. Enumerable.Range(0, stood).Select(id => new SubmissionOutcome(id, id, IsCreated: false, null)),
                new(99, null, IsCreated: false, IdentificationRefusal.NoSuchOccurrence),
            ],
            count => $"Agreed with {count}.").Text);

    [Theory]
    [InlineData(0, 0, "Pinned 0 occurrences.")]
    [InlineData(1, 1, "Pinned 1 occurrence. 1 was pinned already.")]
    [InlineData(2, 2, "Pinned 2 occurrences. 2 were pinned already.")]
    public void Pins_that_were_there_already_are_told_apart_from_those_that_were_set(int pinned, int stood, string text) => Assert.Equal(
        text,
        SelectionOutcome.OfPins(
        [
            .. Enumerable.Range(0, pinned).Select(id => ((long)id, PinOutcome.Pinned)),
            .. Enumerable.Range(0, stood).Select(id => ((long)id, PinOutcome.StoodAlready)),
            (99, PinOutcome.NoRoom),
        ]).Text);

    [Theory]
    [InlineData(0, 0, 1, "Recomputed 0 determinations.")]
    [InlineData(0, 1, 0, "Recomputed 1 determination: it was right.")]
    [InlineData(0, 2, 0, "Recomputed 2 determinations: all were right.")]
    [InlineData(1, 0, 0, "Recomputed 1 determination: 1 was stale, and corrected; 0 were right.")]
    [InlineData(2, 1, 1, "Recomputed 3 determinations: 2 were stale, and corrected; 1 was right.")]
    public void Determinations_that_were_stale_are_told_apart_from_those_that_were_right(int stale, int right, int gone, string text) => Assert.Equal(
        text,
        SelectionOutcome.OfRecomputation(
            [
                .. Enumerable.Range(0, stale).Select(id => new RecomputedDetermination(id, IsThere: true, new DeterminationChange { OccurrenceId = id })),
                .. Enumerable.Range(0, right).Select(id => new RecomputedDetermination(id, IsThere: true, null)),
                .. Enumerable.Range(0, gone).Select(id => new RecomputedDetermination(id, IsThere: false, null)),
            ],
            taxon => $"{taxon}").Text);

    [Theory]
    [InlineData(0, 1, "Undone: 0 identifications removed. 1 had been removed already.")]
    [InlineData(1, 0, "Undone: 1 identification removed.")]
    [InlineData(2, 2, "Undone: 2 identifications removed. 2 had been removed already.")]
    public void Identifications_that_were_gone_already_are_told_apart_from_those_that_an_undo_removed(int removed, int gone, string text) => Assert.Equal(
        text,
        SelectionOutcome.OfUndo(
        [
            .. Enumerable.Range(0, removed).Select(id => new DeletionOutcome(id, null)),
            .. Enumerable.Range(0, gone).Select(id => new DeletionOutcome(id, IdentificationRefusal.IdentificationGone)),
        ]).Text);
}

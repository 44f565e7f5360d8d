using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What was done with a selection: what to describe of it, and what there is to undo.</summary>
/// <param name="Text">What changed, in numbers.</param>
/// <param name="Created">The identifications that the act created, and no others.</param>
/// <param name="Refused">What could not be done, each with its occurrence and why.</param>
public sealed record SelectionOutcome(string Text, IReadOnlyList<long> Created, IReadOnlyList<string> Refused)
{
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

    /// <summary>The outcome of undoing; there is no way back from it.</summary>
    public static SelectionOutcome OfUndo(IReadOnlyList<DeletionOutcome> outcomes)
    {
        var gone = outcomes.Count(outcome => outcome.Refusal is not null);
        var text = $"Undone: {Figures.Count(outcomes.Count - gone, "identification", "identifications")} removed.";
        return new(gone == 0 ? text : $"{text} {Figures.Count(gone)} had been removed already.", [], []);
    }
}

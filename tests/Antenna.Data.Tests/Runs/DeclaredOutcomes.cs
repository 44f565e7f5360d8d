using Antenna.Data.Runs;

namespace Antenna.Data.Tests.Runs;

/// <summary>Outcomes of two tasks, which call one thing by several names, and several things by one.</summary>
internal sealed class DeclaredOutcomes : IOutcomeKinds
{
    public const string Mask = "class-masking";

    public const string Size = "small-size-filter";

    private static readonly (string Task, OutcomeKind Kind, string[] Keys)[] All =
    [
        (Mask, OutcomeKind.Changed, ["masked", "restored"]), (Mask, OutcomeKind.Unchanged, ["unchanged"]),
        (Mask, OutcomeKind.Left, ["held"]), (Mask, OutcomeKind.Skipped, ["no-logits", "gone"]),
        (Size, OutcomeKind.Changed, ["gone"]), (Size, OutcomeKind.Unchanged, ["large"]),
    ];

    public IReadOnlyDictionary<string, string[]> OfKind(OutcomeKind kind) =>
        All.Where(each => each.Kind == kind).ToDictionary(each => each.Task, each => each.Keys, StringComparer.Ordinal);
}

using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Redetermination;

/// <summary>What can become of an occurrence whose determination is recomputed.</summary>
public static class RedeterminationOutcomes
{
    public const string Stale = "stale";
    public const string Right = "right";
    public const string Gone = "gone";

    /// <summary>In the order in which they are told.</summary>
    public static IReadOnlyList<TaskOutcome> All { get; } =
    [
        new(Stale, OutcomeKind.Changed, "stale, and corrected", "the determination was not what its identifications and predictions say"),
        new(Right, OutcomeKind.Unchanged, "right", "the determination is what its identifications and predictions say"),
        new(Gone, OutcomeKind.Skipped, "skipped (removed meanwhile)", "an import removed it while the run was under way"),
    ];
}

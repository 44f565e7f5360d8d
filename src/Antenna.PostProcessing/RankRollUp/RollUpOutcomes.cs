using Antenna.Core.Predictions;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>What can become of a prediction under a roll-up.</summary>
public static class RollUpOutcomes
{
    public const string RolledUp = "rolled-up";
    public const string Unchanged = "unchanged";
    public const string NoneSure = "none-sure";
    public const string NoLogits = "no-logits";
    public const string WrongLength = "wrong-length";
    public const string NotFinite = "not-finite";
    public const string UnknownScores = "unknown-scores";
    public const string OutOfScope = "out-of-scope";

    /// <summary>In the order in which they are told.</summary>
    public static IReadOnlyList<TaskOutcome> All { get; } =
    [
        new(RolledUp, OutcomeKind.Changed, "rolled up", "a coarser taxon is sure, and counts instead"),
        new(Unchanged, OutcomeKind.Unchanged, "unchanged", "the prediction is as coarse as what is sure, or coarser"),
        new(NoneSure, OutcomeKind.Left, "left as they are (no rank is sure)", "no rank reaches its threshold"),
        new(NoLogits, OutcomeKind.Skipped, "skipped (no logits)", "there are no logits"),
        new(WrongLength, OutcomeKind.Skipped, "skipped (wrong number of logits)", "the number of logits is not that of the classifier's classes"),
        new(NotFinite, OutcomeKind.Skipped, "skipped (logits that give no probabilities)", "the logits give no probabilities"),
        new(UnknownScores, OutcomeKind.Skipped, "skipped (scores not known)", "what counts is neither the classifier's own row nor a masked one"),
        new(OutOfScope, OutcomeKind.Skipped, "skipped (replaced by a newer result meanwhile)", "a newer result or another step took it out of scope while the run was under way"),
    ];

    /// <summary>The outcome of a row that has no distribution.</summary>
    internal static string Of(LogitsFault fault) => fault switch
    {
        LogitsFault.NoLogits => NoLogits,
        LogitsFault.WrongLength => WrongLength,
        _ => NotFinite,
    };
}

using Antenna.Core.Predictions;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Masking;

/// <summary>What can become of a prediction under class masking.</summary>
public static class MaskOutcomes
{
    public const string Masked = "masked";
    public const string Restored = "restored";
    public const string Unchanged = "unchanged";
    public const string Held = "held";
    public const string NoLogits = "no-logits";
    public const string WrongLength = "wrong-length";
    public const string NotANumber = "not-a-number";
    public const string Infinite = "infinite";
    public const string NotFinite = "not-finite";
    public const string OutOfScope = "out-of-scope";

    /// <summary>In the order in which they are told.</summary>
    public static IReadOnlyList<TaskOutcome> All { get; } =
    [
        new(Masked, OutcomeKind.Changed, "masked", "the masked prediction counts instead"),
        new(Restored, OutcomeKind.Changed, "restored to the classifier's own answer", "the mask leaves nothing to change, and an earlier one had replaced it"),
        new(Unchanged, OutcomeKind.Unchanged, "unchanged", "it is as the mask would have it"),
        new(Held, OutcomeKind.Left, "held for a person to look at", "too little of the classifier's belief is on what the list keeps"),
        new(NoLogits, OutcomeKind.Skipped, "skipped (no logits)", "there are no logits"),
        new(WrongLength, OutcomeKind.Skipped, "skipped (wrong number of logits)", "the number of logits is not that of the classifier's classes"),
        new(NotANumber, OutcomeKind.Skipped, "skipped (not a number)", "a logit is not a number"),
        new(Infinite, OutcomeKind.Skipped, "skipped (infinite)", "a logit is infinite"),
        new(NotFinite, OutcomeKind.Skipped, "skipped (nothing finite)", "no logit is finite"),
        new(OutOfScope, OutcomeKind.Skipped, "skipped (replaced by a newer result meanwhile)", "a newer result or another step took it out of scope while the run was under way"),
    ];

    /// <summary>The outcome of a row that is skipped.</summary>
    public static string Of(LogitsFault fault) => fault switch
    {
        LogitsFault.NoLogits => NoLogits,
        LogitsFault.WrongLength => WrongLength,
        LogitsFault.NotANumber => NotANumber,
        LogitsFault.PositiveInfinity => Infinite,
        _ => NotFinite,
    };

    /// <summary>Why a mask gives no answer for a row, to follow "because".</summary>
    public static string ReasonOf(LogitsFault fault) => fault is LogitsFault.NothingKeptFinite
        ? "every class that the list keeps has a probability of 0"
        : All.First(outcome => outcome.Key == Of(fault)).Meaning;

    extension(OutcomeCounts counts)
    {
        public long Masked => counts[MaskOutcomes.Masked];

        public long Restored => counts[MaskOutcomes.Restored];

        public long Unchanged => counts[MaskOutcomes.Unchanged];

        public long Held => counts[MaskOutcomes.Held];
    }
}

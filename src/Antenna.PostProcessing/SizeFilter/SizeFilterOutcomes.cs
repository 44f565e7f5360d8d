using Antenna.Core.Detections;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>What can become of a detection under the small-size filter.</summary>
public static class SizeFilterOutcomes
{
    public const string Flagged = "flagged";
    public const string AlreadyFlagged = "already-flagged";
    public const string LargeEnough = "large-enough";
    public const string NoBox = "no-box";
    public const string NoDimensions = "no-dimensions";
    public const string InvalidBox = "invalid-box";
    public const string Gone = "gone";

    /// <summary>In the order in which they are told.</summary>
    public static IReadOnlyList<TaskOutcome> All { get; } =
    [
        new(Flagged, OutcomeKind.Changed, "flagged as too small", "the box covers less than the threshold"),
        new(AlreadyFlagged, OutcomeKind.Unchanged, "flagged already", "it was flagged before, and nothing else of it counts"),
        new(LargeEnough, OutcomeKind.Unchanged, "large enough", "the box covers the threshold, or more"),
        new(NoBox, OutcomeKind.Skipped, "skipped (no box)", "there is no box"),
        new(NoDimensions, OutcomeKind.Skipped, "skipped (capture of unknown size)", "it is not known how wide and high the capture is"),
        new(InvalidBox, OutcomeKind.Skipped, "skipped (invalid box)", "the box covers nothing of the capture"),
        new(Gone, OutcomeKind.Skipped, "skipped (moved or removed meanwhile)", "an import moved or removed it while the run was under way"),
    ];

    /// <summary>The outcome of a detection that is not too small.</summary>
    internal static string Of(SizeVerdict verdict) => verdict switch
    {
        SizeVerdict.LargeEnough => LargeEnough,
        SizeVerdict.NoBox => NoBox,
        SizeVerdict.NoDimensions => NoDimensions,
        _ => InvalidBox,
    };
}

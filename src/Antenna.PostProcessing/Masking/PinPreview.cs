using Antenna.Core.Evaluation;
using Antenna.Data.Model;

namespace Antenna.PostProcessing.Masking;

/// <summary>What a mask does to a pinned occurrence, by what people identified it as; what most needs to be seen comes first.</summary>
public enum PinVerdict
{
    /// <summary>The best prediction was right, and is wrong.</summary>
    Broken,

    /// <summary>The best prediction was wrong, and is right.</summary>
    Fixed,

    /// <summary>It was wrong, and is wrong as another taxon, or there is none any more.</summary>
    Changed,

    /// <summary>Nobody named it: what moves can be neither right nor wrong.</summary>
    Unjudged,

    /// <summary>The best prediction stays the same taxon, right or wrong.</summary>
    Same,
}

/// <summary>What a mask would make of a pinned occurrence. Nothing of it is written.</summary>
/// <param name="CropDetectionId">The detection to show: the one that decides then, else the first; null where there is none.</param>
/// <param name="Identified">The taxon by which people judge it; null where nobody named one.</param>
/// <param name="Before">The best prediction as it counts now.</param>
/// <param name="After">The best prediction under the mask.</param>
/// <param name="IsMaskable">The classifier has a prediction of it that counts.</param>
public sealed record PinPreview(
    long OccurrenceId, long? CropDetectionId, TaxonName? Identified, PinnedPrediction Before, PinnedPrediction After, PinVerdict Verdict, bool IsMaskable)
{
    /// <summary>The best prediction becomes another taxon, or none, or one where there was none.</summary>
    public bool Moves => Before.Taxon?.Id != After.Taxon?.Id;

    /// <summary>How much its score changes, 0 to 1.</summary>
    public double ScoreChange => Math.Abs((After.Score ?? 0) - (Before.Score ?? 0));

    /// <summary>What moved first: broken, fixed, changed, then what nobody judged; of what stays, where the score changes most.</summary>
    public static IReadOnlyList<PinPreview> Sort(IEnumerable<PinPreview> previews) =>
        [.. previews.OrderByDescending(pin => pin.Moves).ThenBy(pin => pin.Verdict).ThenByDescending(pin => pin.ScoreChange).ThenBy(pin => pin.OccurrenceId)];

    internal static PinVerdict VerdictOf(bool isJudged, bool moves, PairedOutcome outcome) => (isJudged, outcome) switch
    {
        (false, _) => PinVerdict.Unjudged,
        (_, PairedOutcome.Fixed) => PinVerdict.Fixed,
        (_, PairedOutcome.Broken) => PinVerdict.Broken,
        _ => moves && outcome is PairedOutcome.StaysWrong ? PinVerdict.Changed : PinVerdict.Same,
    };
}

/// <summary>The best prediction of a pinned occurrence.</summary>
/// <param name="Taxon">Null where no prediction names one.</param>
public sealed record PinnedPrediction(TaxonName? Taxon, double? Score);

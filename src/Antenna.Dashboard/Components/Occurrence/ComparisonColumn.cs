using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>One answer of a comparison: the classifier's own, or what a mask makes of it.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Prediction">Of the same classes as the other answers'; null where there is none.</param>
/// <param name="Mode">The scores that a mask gives; null for the classifier's own answer.</param>
/// <param name="Detail">What the title is short for; null where that is all.</param>
/// <param name="WhyNot">Why there is no prediction; null where there is one.</param>
public sealed record ComparisonColumn(string Title, PreviewedPrediction? Prediction, ScoreMode? Mode, string? Detail = null, string? WhyNot = null)
{
    /// <summary>The classifier's own answer.</summary>
    public bool IsOriginal => Mode is null;

    /// <summary>Of a roll-up: what the taxon of its rank adds up to that each class is within, by the class; null of another answer.</summary>
    public IReadOnlyDictionary<int, RolledUpClass>? RolledUp { get; init; }

    /// <summary>A mask's answer.</summary>
    public bool IsMasked => !IsOriginal && RolledUp is null;

    /// <summary>How its scores are called.</summary>
    public string ScoreName => (RolledUp, Mode) switch
    {
        ({ }, _) => "Sum",
        (_, ScoreMode.Reweighted) => "Reweighted",
        _ => "Raw",
    };

    /// <summary>A prediction before and after its mask.</summary>
    public static IReadOnlyList<ComparisonColumn> Of(PreviewedPrediction prediction, ScoreMode mode) =>
        [Original(prediction), new("Masked", prediction, mode)];

    public static ComparisonColumn Original(PreviewedPrediction? prediction) => new("Original", prediction, null);

    /// <summary>What it says of a class; null where there is no prediction.</summary>
    public ComparisonCell? CellOf(int index) => Prediction?.Classes.FirstOrDefault(each => each.Index == index) switch
    {
        null => null,
        var each when RolledUp is not null => RolledUp.GetValueOrDefault(each.Index) is { } sum ? new(null, sum.Score, null, sum.IsAnswer, null) { Taxon = sum.Taxon } : null,
        var each when IsOriginal => new(each.Compared.OriginalRank, each.Compared.Original, null, each.Index == Prediction.Original.Index, null),
        { Compared: { MaskedRank: { } rank, Reweighted: { } reweighted } } each => new(
            rank,
            Mode is ScoreMode.Absolute ? each.Compared.Original : reweighted,
            Mode is ScoreMode.Absolute ? reweighted : null,
            each.Index == Prediction.Winner?.Index,
            null),
        var each => new(null, null, null, false, ReasonOf(each.Excluded)),
    };

    private static string ReasonOf(Exclusion? excluded) => excluded switch
    {
        Exclusion.Unresolved => "unresolved label",
        Exclusion.NotListed => "not listed",
        Exclusion.OnlyHigherRankListed => "only a higher rank listed",
        _ => "nothing that is kept is possible",
    };
}

/// <summary>What one answer says of one class.</summary>
/// <param name="Rank">Null where it is excluded.</param>
/// <param name="Score">As the answer carries it; null where it is excluded.</param>
/// <param name="Reweighted">Beside a score that is not.</param>
/// <param name="Wins">It is the answer.</param>
/// <param name="Reason">Why it is excluded; null where it is not.</param>
public sealed record ComparisonCell(int? Rank, double? Score, double? Reweighted, bool Wins, string? Reason)
{
    /// <summary>Of a roll-up: what the score is of.</summary>
    public TaxonName? Taxon { get; init; }
}

/// <summary>A class in a roll-up.</summary>
/// <param name="Taxon">What it is within, of the roll-up's rank.</param>
/// <param name="Score">What the classes within that add up to.</param>
/// <param name="IsAnswer">It is what the roll-up answers.</param>
public sealed record RolledUpClass(TaxonName Taxon, double Score, bool IsAnswer);

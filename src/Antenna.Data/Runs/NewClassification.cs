using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;

namespace Antenna.Data.Runs;

/// <summary>A row that a run derives from another one of the same lineage, to be its terminal one.</summary>
public sealed record NewClassification
{
    public required long Id { get; init; }

    /// <summary>The row that it is derived from; gives its detection, lineage and time.</summary>
    public required ClassificationState AppliedTo { get; init; }

    public required long AlgorithmId { get; init; }

    public required long? TaxonId { get; init; }

    public required int ClassIndex { get; init; }

    public required double Score { get; init; }

    public required double AbsoluteScore { get; init; }

    public required Masses Masses { get; init; }

    public required int[] TopClasses { get; init; }

    public required double[] TopScores { get; init; }

    internal ClassificationState State() => new()
    {
        Id = Id,
        DetectionId = AppliedTo.DetectionId,
        LineageId = AppliedTo.LineageId,
        AlgorithmId = AlgorithmId,
        TaxonId = TaxonId,
        Score = Score,
        AbsoluteScore = AbsoluteScore,
        CreatedAt = AppliedTo.CreatedAt,
        Terminal = true,
    };
}

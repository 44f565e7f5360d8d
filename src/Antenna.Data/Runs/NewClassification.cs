using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;

namespace Antenna.Data.Runs;

/// <summary>A row that a run writes, to be its lineage's terminal one.</summary>
public sealed record NewClassification
{
    public required long Id { get; init; }

    public required long DetectionId { get; init; }

    /// <summary>The row that it is derived from, of the same lineage; null for a row that begins a lineage of its own.</summary>
    public required long? AppliedToId { get; init; }

    public required long LineageId { get; init; }

    public required long AlgorithmId { get; init; }

    public required long? TaxonId { get; init; }

    public int? ClassIndex { get; init; }

    public required double Score { get; init; }

    public required double AbsoluteScore { get; init; }

    /// <summary>When the result was made; a derived row has its source's time.</summary>
    public required DateTime CreatedAt { get; init; }

    public Masses? Masses { get; init; }

    public int[]? TopClasses { get; init; }

    public long[]? TopTaxa { get; init; }

    public double[]? TopScores { get; init; }

    internal ClassificationState State() => new()
    {
        Id = Id,
        DetectionId = DetectionId,
        LineageId = LineageId,
        AppliedToId = AppliedToId,
        AlgorithmId = AlgorithmId,
        TaxonId = TaxonId,
        Score = Score,
        AbsoluteScore = AbsoluteScore,
        CreatedAt = CreatedAt,
        Terminal = true,
    };
}

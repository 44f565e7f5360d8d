using Antenna.Data.Model;

namespace Antenna.Data.Predictions;

/// <summary>Which classifications to list. What is null does not filter.</summary>
public sealed record ClassificationFilter
{
    public long? Id { get; init; }

    public long? OccurrenceId { get; init; }

    public long? DetectionId { get; init; }

    public long? CaptureId { get; init; }

    public long? AlgorithmId { get; init; }

    /// <summary>A source and all that was derived from it.</summary>
    public long? LineageId { get; init; }
}

/// <summary>A classification as a raw row, for diagnostics.</summary>
/// <param name="Path">The capture's.</param>
/// <param name="Label">The winner as the classifier calls it; null where its class is not known.</param>
/// <param name="Taxon">Null where the winner is not a taxon, or its label resolves to none.</param>
/// <param name="Score">In the row's own mode.</param>
/// <param name="AbsoluteScore">The winner's probability before anything was forbidden.</param>
/// <param name="Terminal">It counts now; otherwise it is intermediate.</param>
/// <param name="AppliedToId">The row that it was derived from; null on a source.</param>
/// <param name="RunId">The run that wrote it; null on what a pipeline delivered.</param>
public sealed record ClassificationRow(
    long Id,
    long DetectionId,
    long CaptureId,
    string Path,
    long? OccurrenceId,
    AlgorithmName Algorithm,
    string? Label,
    TaxonName? Taxon,
    double Score,
    double AbsoluteScore,
    bool Terminal,
    long LineageId,
    long? AppliedToId,
    long? RunId,
    DateTime CreatedAt);

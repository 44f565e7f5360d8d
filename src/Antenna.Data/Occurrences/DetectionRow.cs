using Antenna.Data.Model;
using Antenna.Data.Paging;

namespace Antenna.Data.Occurrences;

/// <summary>Which detections to list. What is null does not filter.</summary>
public sealed record DetectionFilter
{
    public long? Id { get; init; }

    public long? ProjectId { get; init; }

    public long? OccurrenceId { get; init; }

    public long? CaptureId { get; init; }

    /// <summary>The detector.</summary>
    public long? AlgorithmId { get; init; }
}

/// <summary>A detection as a raw row, for diagnostics.</summary>
/// <param name="Path">The capture's.</param>
/// <param name="Width">Of the capture, px; null where it is not known.</param>
/// <param name="Height">Of the capture, px; null where it is not known.</param>
/// <param name="Box">Null where an occurrence is somewhere on the capture; without an occurrence, where the detector looked and found nothing.</param>
public sealed record DetectionRow(
    long Id,
    NamedChoice Project,
    long CaptureId,
    string Path,
    DateTime? CapturedAt,
    int? Width,
    int? Height,
    long? OccurrenceId,
    Box? Box,
    string? CropPath,
    AlgorithmName Algorithm,
    long Classifications);

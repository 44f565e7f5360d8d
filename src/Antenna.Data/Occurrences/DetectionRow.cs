using Antenna.Data.Model;

namespace Antenna.Data.Occurrences;

/// <summary>Which detections to list. What is null does not filter.</summary>
public sealed record DetectionFilter
{
    public long? Id { get; init; }

    public long? OccurrenceId { get; init; }

    public long? CaptureId { get; init; }

    /// <summary>The detector.</summary>
    public long? AlgorithmId { get; init; }
}

/// <summary>A detection as a raw row, for diagnostics.</summary>
/// <param name="Path">The capture's.</param>
/// <param name="Box">Null where an occurrence is somewhere on the capture; without an occurrence, where the detector looked and found nothing.</param>
public sealed record DetectionRow(
    long Id,
    long CaptureId,
    string Path,
    DateTime? CapturedAt,
    long? OccurrenceId,
    Box? Box,
    string? CropPath,
    AlgorithmName Algorithm,
    long Classifications);

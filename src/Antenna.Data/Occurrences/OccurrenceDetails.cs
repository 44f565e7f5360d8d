using Antenna.Data.Model;

namespace Antenna.Data.Occurrences;

/// <summary>An occurrence as its page shows it.</summary>
/// <param name="Detections">The strip, in the order of time.</param>
/// <param name="Captures">The captures of these detections, in the same order, each once.</param>
/// <param name="History">The identifications and predictions, newest first.</param>
/// <param name="Version">Changes whenever an identification or a prediction does: <see cref="OccurrenceState.Version"/>.</param>
public sealed record OccurrenceDetails(
    long Id,
    long ProjectId,
    string Project,
    DeploymentName? Deployment,
    DateTime? FirstSeenAt,
    DeterminationDetails Determination,
    IReadOnlyList<DetectionDetails> Detections,
    IReadOnlyList<CaptureDetails> Captures,
    IReadOnlyList<HistoryCard> History,
    string Version)
{
    /// <summary>Every prediction, newest first: also those that the history shows on the card of a mask that kept them.</summary>
    public IReadOnlyList<PredictionCard> Predictions { get; init; } = [];

    /// <summary>What imported observations say of the animal besides its name.</summary>
    public IReadOnlyList<ObservedTraits> Observed { get; init; } = [];

    /// <summary>The detection that decides, else the first; null where there is none.</summary>
    public DetectionDetails? MainDetection => Detections.FirstOrDefault(detection => detection.Decides) ?? (Detections is [var first, ..] ? first : null);
}

/// <summary>A determination and the rows that decide it.</summary>
/// <param name="IdentificationId">The identification that decides, where the determination is a person's.</param>
/// <param name="ClassificationId">The classification that decides, where it is not.</param>
/// <param name="MachineClassificationId">The best machine prediction, even where a person decides.</param>
public sealed record DeterminationDetails(
    TaxonName? Taxon,
    double? Score,
    bool Verified,
    long? IdentificationId,
    long? ClassificationId,
    TaxonName? Machine,
    double? MachineScore,
    long? MachineClassificationId);

/// <summary>One detection of the animal.</summary>
/// <param name="Decides">The best machine prediction is of this detection.</param>
public sealed record DetectionDetails(long Id, long CaptureId, DateTime? CapturedAt, Box? Box, string? CropPath, bool Decides);

/// <summary>A capture with everything that was found on it.</summary>
/// <param name="Width">px.</param>
/// <param name="Height">px.</param>
public sealed record CaptureDetails(
    long Id, string Path, DateTime? CapturedAt, int? Width, int? Height, IReadOnlyList<CaptureBox> Boxes);

/// <summary>One box on a capture, this animal's or another's.</summary>
public sealed record CaptureBox(long DetectionId, long? OccurrenceId, Box Box, TaxonName? Determination, bool Verified);

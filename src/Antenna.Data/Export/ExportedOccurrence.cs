using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;

namespace Antenna.Data.Export;

/// <summary>An occurrence with all that is handed on of it.</summary>
/// <param name="FirstSeenAt">The camera's local time; null where it was not recorded.</param>
/// <param name="Determination">Null where nothing determines it.</param>
/// <param name="Score">Of the determination: 1 where it is a person's.</param>
/// <param name="Identification">The person's that determines it; null where none does.</param>
/// <param name="Detections">How many it has.</param>
/// <param name="Detection">The one that the best machine prediction is of, else the first; null where there is none.</param>
/// <param name="Lineage">
/// The best machine prediction (where none names a taxon, the best that counts), after what it was derived from: the
/// classifier's own comes first. Empty where no machine predicted anything.
/// </param>
public sealed record ExportedOccurrence(
    long Id,
    long ProjectId,
    string Project,
    DeploymentName? Deployment,
    DateTime? FirstSeenAt,
    TaxonName? Determination,
    double? Score,
    ExportedIdentification? Identification,
    int Detections,
    ExportedDetection? Detection,
    IReadOnlyList<ExportedPrediction> Lineage)
{
    /// <summary>What imported observations say of the animal besides its name; empty where they say nothing, or there are none.</summary>
    public IReadOnlyList<ObservedTraits> Observed { get; init; } = [];

    /// <summary>The same as one, of a capture where any is of it: one of an event is of several. Null where there is none.</summary>
    public ObservedTraits? ObservedOn(long captureId) =>
        ObservedTraits.Of(Observed.Where(traits => traits.CaptureId == captureId)) ?? ObservedTraits.Of(Observed);

    /// <summary>The same as one, where a row is all that is exported of the occurrence: of the detection's capture first. Null where there is none.</summary>
    public ObservedTraits? Traits => Detection is { } detection ? ObservedOn(detection.CaptureId) : ObservedTraits.Of(Observed);

    /// <summary>The classifier's own prediction; null where nothing was predicted.</summary>
    public ExportedPrediction? Before => Lineage.Count > 0 ? Lineage[0] : null;

    /// <summary>What was derived from it and counts now; null where that is the classifier's own.</summary>
    public ExportedPrediction? After => Lineage.Count > 1 ? Lineage[^1] : null;

    /// <summary>What counts now: what was derived last, or the classifier's own; null where nothing was predicted.</summary>
    public ExportedPrediction? Counting => Lineage.Count > 0 ? Lineage[^1] : null;

    /// <summary>The masked prediction that counts, or that what counts was derived from; null where none was masked.</summary>
    public ExportedPrediction? Mask => Lineage.LastOrDefault(prediction => prediction.Masses is not null);
}

/// <summary>The identification that determines an occurrence.</summary>
/// <param name="At">When the person made it, UTC.</param>
public sealed record ExportedIdentification(long Id, string Person, DateTime At, string? Comment);

/// <summary>A detection with its capture.</summary>
/// <param name="CapturedAt">The camera's local time as it was recorded.</param>
/// <param name="Width">Of the capture, px; null where it is not known.</param>
/// <param name="Height">Of the capture, px; null where it is not known.</param>
public sealed record ExportedDetection(
    long Id, Box? Box, string? CropPath, long CaptureId, string CapturePath, DateTime? CapturedAt, int? Width, int? Height);

/// <summary>A prediction.</summary>
/// <param name="Taxon">Null where the winner is no taxon, or its label resolves to none.</param>
/// <param name="Label">The winner as the classifier calls it; null on a row whose answer is no class.</param>
/// <param name="Score">In the row's own mode.</param>
/// <param name="AbsoluteScore">The winner's probability before anything was forbidden.</param>
/// <param name="Masses">Masked predictions only.</param>
/// <param name="Mode">Masked predictions only.</param>
/// <param name="Run">The run that wrote it; null on what a pipeline delivered.</param>
/// <param name="CreatedAt">When the classifier gave the result, UTC.</param>
public sealed record ExportedPrediction(
    long Id,
    long DetectionId,
    AlgorithmName Algorithm,
    TaxonName? Taxon,
    string? Label,
    double Score,
    double AbsoluteScore,
    Masses? Masses,
    ScoreMode? Mode,
    RunOrigin? Run,
    DateTime CreatedAt)
{
    /// <summary>What the winner is called: its taxon's name, else its label.</summary>
    public string? Winner => Taxon?.Name ?? Label;
}

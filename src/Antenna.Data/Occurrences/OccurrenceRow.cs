using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.Taxonomy;

namespace Antenna.Data.Occurrences;

/// <summary>An occurrence as the table and the gallery show it.</summary>
/// <param name="Score">The determination's score; 1 where it is a person's, so show <paramref name="Verified"/> instead there.</param>
/// <param name="Machine">The best machine prediction, verified or not.</param>
/// <param name="FirstSeenAt">The camera's local time.</param>
/// <param name="Detections">How many detections the animal has.</param>
/// <param name="Crop">The detection that decides the machine prediction, or the first one.</param>
/// <param name="DerivedBy">The post-processing step that the machine prediction comes from; null where a classifier's own counts.</param>
public sealed record OccurrenceRow(
    long Id,
    TaxonName? Determination,
    double? Score,
    bool Verified,
    TaxonName? Machine,
    double? MachineScore,
    DateTime? FirstSeenAt,
    DeploymentName? Deployment,
    int Detections,
    Crop? Crop,
    AlgorithmName? DerivedBy);

/// <summary>The picture of one detection.</summary>
/// <param name="Path">Of the crop, relative to the capture's picture folder, or a URL; null where only the capture has a picture.</param>
public sealed record Crop(long DetectionId, long CaptureId, string? Path, Box? Box);

/// <summary>px from the capture's top left corner.</summary>
public readonly record struct Box(double X1, double Y1, double X2, double Y2);

/// <summary>How many occurrences a filter lets through.</summary>
/// <param name="Count">How many; where not <paramref name="Exact"/>, there are more than this.</param>
public readonly record struct OccurrenceCount(long Count, bool Exact);

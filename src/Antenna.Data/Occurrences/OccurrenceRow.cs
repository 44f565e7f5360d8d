using Antenna.Data.Model;

namespace Antenna.Data.Occurrences;

/// <summary>An occurrence as lists show it.</summary>
/// <param name="FirstSeenAt">The camera's local time; null where it was not recorded.</param>
/// <param name="Determination">Null where nothing determines it.</param>
/// <param name="Score">Of the determination: 1 where it is a person's.</param>
/// <param name="Machine">The best machine prediction, even where a person decides.</param>
/// <param name="MachineClassificationId">The classification that it comes from: what agreeing with it agrees with.</param>
/// <param name="CropDetectionId">
/// The detection to show: the best machine prediction's, else the first; null where there is none.
/// </param>
public sealed record OccurrenceRow(
    long Id,
    long ProjectId,
    string Project,
    DateTime? FirstSeenAt,
    DeploymentName? Deployment,
    TaxonName? Determination,
    double? Score,
    bool Verified,
    TaxonName? Machine,
    double? MachineScore,
    long? MachineClassificationId,
    long? CropDetectionId,
    int Detections);

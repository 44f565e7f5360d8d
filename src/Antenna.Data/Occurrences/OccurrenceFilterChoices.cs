using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;

namespace Antenna.Data.Occurrences;

/// <summary>What the filters of a project's occurrences can be set to.</summary>
/// <param name="Algorithms">Those that ran in the project: detectors, classifiers, then post-processing steps, each by name.</param>
/// <param name="TaxaLists">The project's and the shared ones, newest version first.</param>
/// <param name="First">The earliest first sighting.</param>
/// <param name="Last">The latest first sighting.</param>
public sealed record OccurrenceFilterChoices(
    IReadOnlyList<CaptureSetName> CaptureSets,
    IReadOnlyList<DeploymentName> Deployments,
    IReadOnlyList<AlgorithmName> Algorithms,
    IReadOnlyList<TaxaListVersionName> TaxaLists,
    DateTime? First,
    DateTime? Last);

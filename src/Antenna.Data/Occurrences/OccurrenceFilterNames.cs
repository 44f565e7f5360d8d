using Antenna.Data.Model;

namespace Antenna.Data.Occurrences;

/// <summary>
/// What a filter is set to, by name, whether or not it is among the choices; null where it is not set, or is not there.
/// </summary>
/// <param name="Project">
/// The filter's own, else the one that its capture set, deployment or run belongs to, else the only one that there is.
/// </param>
/// <param name="From">The determination that a run changed.</param>
/// <param name="To">What it became.</param>
public sealed record OccurrenceFilterNames(
    ProjectName? Project,
    string? CaptureSet,
    string? Deployment,
    TaxonName? Taxon,
    AlgorithmName? Ran,
    AlgorithmName? NotRan,
    TaxaListVersionName? List,
    TaxonName? From,
    TaxonName? To)
{
    /// <summary>How many occurrences the selection has.</summary>
    public int? Selected { get; init; }
}

/// <summary>A project as pages name it.</summary>
public sealed record ProjectName(long Id, string Name);

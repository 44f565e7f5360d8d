using Antenna.Data.Model;
using Antenna.Data.Paging;

namespace Antenna.Data.Occurrences;

/// <summary>What the filters of a list of occurrences can be set to, each by name.</summary>
/// <param name="Algorithms">Those that classified the project's occurrences: classifiers and what derives from them.</param>
/// <param name="Lists">Versions of the lists that the project may use, newest first; trials are left out.</param>
public sealed record OccurrenceFilterChoices(
    IReadOnlyList<NamedChoice> Projects,
    IReadOnlyList<NamedChoice> Deployments,
    IReadOnlyList<NamedChoice> CaptureSets,
    IReadOnlyList<AlgorithmName> Algorithms,
    IReadOnlyList<TaxaListVersionName> Lists);

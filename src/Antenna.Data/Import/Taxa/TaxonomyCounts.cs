using Antenna.Data.TaxaLists;

namespace Antenna.Data.Import.Taxa;

/// <summary>What follows from learning taxa, as a report counts it.</summary>
internal static class TaxonomyCounts
{
    public static IReadOnlyList<ImportCount> Of(CategoryMapResolution resolution) =>
    [
        new("classes of classifiers", 0, resolution.Resolved, 0, resolution.Unresolved),
        new("classifications", 0, resolution.Classifications),
        new("determinations", 0, resolution.Determinations),
    ];

    public static ImportCount Of(ResolvedEntries entries) =>
        new("names on lists", 0, entries.Changed, entries.Resolved + entries.Unresolved - entries.Changed);
}

using Antenna.Data.TaxaLists;

namespace Antenna.Dashboard.Components.Addresses;

public static partial class DashboardUrls
{
    public static string TaxaLists(long? projectId) => Path("taxa-lists", null, ("project", projectId));

    /// <summary>A list, at one of its versions, or at the newest.</summary>
    public static string TaxaList(
        long id, int? version = null, TaxaListView view = TaxaListView.Entries, TaxaListEntryFilter? filter = null, string? cursor = null) => Path(
        "taxa-lists",
        id,
        ("version", version),
        ("show", view is TaxaListView.Entries ? null : view),
        ("q", filter?.Search),
        ("named", filter?.NamedById),
        ("unnamed", filter?.NotNamedById),
        ("known", filter?.InTaxonomy),
        ("cursor", cursor));

    /// <summary>Where a list is imported: a new one, or the next version of this one.</summary>
    public static string TaxaListImport(long? projectId, long? taxaListId = null) =>
        Path("taxa-lists/import", null, ("project", projectId), ("list", taxaListId));
}

namespace Antenna.Data.Import.TaxaLists;

/// <summary>What an import of a taxa list may look at or change.</summary>
internal static class TaxaListCheck
{
    /// <summary>The parameter is the list's name.</summary>
    public static IReadOnlyList<CheckTable> Tables { get; } =
    [
        new("people", "true"),
        new("taxa_lists", "name = $1"),
        new("accepted_list_names", "taxa_list_id in (select id from taxa_lists)"),
        new("taxa_list_versions", "taxa_list_id in (select id from taxa_lists)"),
        new("taxa_list_entries", "taxa_list_version_id in (select id from taxa_list_versions)"),
    ];
}

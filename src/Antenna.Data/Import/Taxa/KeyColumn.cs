using Antenna.Data.Import.Tables;
using Antenna.Data.Taxonomy;

namespace Antenna.Data.Import.Taxa;

/// <summary>A column of external keys.</summary>
/// <param name="Source">The database that gave them.</param>
/// <param name="IsOfAccepted">They are keys of what a row's name is accepted as.</param>
internal sealed record KeyColumn(TableColumn Column, string Source, bool IsOfAccepted)
{
    private const string Explicit = "taxon_key:";

    /// <summary>Databases whose keys stand in columns such as <c>gbif_key</c>; of any other in <c>taxon_key:&lt;source&gt;</c>.</summary>
    private static readonly (string Source, string Prefix)[] Known =
    [
        (KeySources.Gbif, "gbif"), (KeySources.Inat, "inat"), (KeySources.Inat, "inaturalist"), ("bold", "bold"), ("col", "col"), ("eol", "eol"),
        ("itis", "itis"), ("ncbi", "ncbi"), ("wikidata", "wikidata"), ("worms", "worms"),
    ];

    public static List<KeyColumn> FindAll(ImportTable table)
    {
        var columns = new List<KeyColumn>();
        foreach (var (source, prefix) in Known)
        {
            Add(source, false, table.Find(
                $"{source} key", $"{prefix}_key", $"{prefix}_taxon_key", $"{prefix}_id", $"{prefix}_taxon_id"));
            Add(source, true, table.Find($"{source} key of the accepted name", $"accepted_{prefix}_key", $"accepted_{prefix}_taxon_key"));
        }
        // GBIF's own downloads and tools name its keys so.
        Add(KeySources.Gbif, false, table.Find("gbif key", "taxon_key"));
        Add(KeySources.Gbif, true, table.Find("gbif key of the accepted name", "accepted_taxon_key"));
        foreach (var header in table.Headers.Where(header => header.StartsWith(Explicit, StringComparison.OrdinalIgnoreCase)))
            Add(header[Explicit.Length..].Trim().ToLowerInvariant(), false, table.Find(header, header));
        return columns;

        void Add(string source, bool ofAccepted, TableColumn? column)
        {
            if (column is not null && source.Length > 0)
                columns.Add(new(column, source, ofAccepted));
        }
    }
}

using System.Collections.Frozen;

namespace Antenna.Data.Import.Tables;

/// <summary>The headers that columns of taxa have, as publishers write them.</summary>
internal static class TaxonHeaders
{
    /// <summary>Headers of columns of names, the first that there is being taken.</summary>
    public static readonly string[] Names =
    [
        "name", "scientific_name", "scientific", "taxon_name", "taxon", "species", "species_name", "latin_name", "latin", "search_species",
        "gbif_species", "binomial", "canonical_name", "accepted_scientific_name", "verbatim_scientific_name", "wissenschaftlicher Name",
        "nom scientifique", "nombre científico", "nome científico", "nome scientifico", "wetenschappelijke naam",
    ];

    /// <summary>As <see cref="Names"/>, of what people identified: what only such a table says comes first.</summary>
    public static readonly string[] Identifications =
        [.. new[] { "identification", "scientific_name", "taxon", "species", "determination", "name" }.Union(Names)];

    /// <summary>Of an epithet that makes a name only with its genus.</summary>
    public static readonly string[] Epithets = ["specific_epithet", "species_epithet", "epithet"];

    public static readonly string[] InfraspecificEpithets = ["infraspecific_epithet", "subspecies_epithet"];

    /// <summary>Headers that show a line to be one of headers, though it names no column of names.</summary>
    private static readonly string[] Others =
    [
        "rank", "taxon_rank", "kingdom", "phylum", "class", "order", "superfamily", "family", "subfamily", "tribe", "genus", "subgenus",
        "status", "taxonomic_status", "occurrence_status", "accepted_name", "author", "authorship", "scientific_name_authorship",
        "common_name", "vernacular_name", "english_name", "gbif_key", "taxon_key", "taxon_id", "inat_id", "include_descendants",
    ];

    private static readonly FrozenSet<string> PlainNames = Names.Select(Plain).ToFrozenSet();

    private static readonly FrozenSet<string> PlainAll = Names.Concat(Epithets).Concat(InfraspecificEpithets).Concat(Others).Select(Plain).ToFrozenSet();

    public static bool IsOfNames(string header) => PlainNames.Contains(Plain(header));

    public static bool IsKnown(string header) => PlainAll.Contains(Plain(header));

    /// <summary>A header by what counts of it: letters and digits, in lower case.</summary>
    public static string Plain(string header) => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

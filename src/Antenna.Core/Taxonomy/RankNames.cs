using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Antenna.Core.Taxonomy;

/// <summary>How ranks are written: read from published spellings, and named for people.</summary>
/// <remarks>
/// Every rank below species is read as <see cref="Rank.Subspecies"/>: a variety or a form belongs to its species
/// in the same way, and masking treats it so. Ranks that lie between ours (suborder, subgenus, clade) and the
/// publishers' words for "no rank" are read as <see cref="Rank.Unknown"/>: such a taxon keeps its name and parent,
/// and rules that ask for a rank pass over it.
/// </remarks>
public static class RankNames
{
    private static readonly FrozenDictionary<string, Rank> Spellings = new (Rank Rank, string[] Words)[]
    {
        (Rank.Kingdom, ["kingdom", "regnum"]),
        (Rank.Phylum, ["phylum", "division", "divisio"]),
        (Rank.Class, ["class", "classis"]),
        (Rank.Order, ["order", "ordo"]),
        (Rank.Superfamily, ["superfamily", "superfamilia"]),
        (Rank.Family, ["family", "familia", "fam"]),
        (Rank.Subfamily, ["subfamily", "subfamilia", "subfam"]),
        (Rank.Tribe, ["tribe", "tribus"]),
        (Rank.Subtribe, ["subtribe", "subtribus"]),
        (Rank.Genus, ["genus", "gen", "nothogenus"]),
        (Rank.Species, ["species", "sp", "spec", "nothospecies"]),
        (Rank.Subspecies,
        [
            "subspecies", "ssp", "subsp", "variety", "varietas", "var", "subvariety", "form", "forma", "f", "subform",
            "morph", "aberration", "race", "natio", "infraspecific name", "infrasubspecific name", "infraspecies",
            "nothosubspecies", "nothovariety", "nothoform", "fo", "subf", "subvar",
        ]),
        (Rank.Unknown,
        [
            "", "unknown", "unranked", "no rank", "norank", "notavail", "na", "n/a", "other", "clade",
            "superdomain", "domain", "realm", "subkingdom", "infrakingdom", "superphylum", "subphylum", "infraphylum",
            "superclass", "subclass", "infraclass", "subterclass", "parvclass", "cohort", "superorder", "suborder",
            "infraorder", "parvorder", "zoosection", "zoosubsection", "epifamily", "infrafamily", "supertribe",
            "infratribe", "subgenus", "infragenus", "infrageneric name", "section", "subsection", "series", "subseries",
            "supraspecific name", "species aggregate", "aggregate", "species group", "species complex", "complex",
            "genushybrid", "hybrid",
        ]),
    }
    .SelectMany(entry => entry.Words.Select(word => KeyValuePair.Create(Plain(word), entry.Rank)))
    .DistinctBy(spelling => spelling.Key)
    .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The ranks above species that every taxon has and that Darwin Core has terms of, coarse to fine.</summary>
    public static IReadOnlyList<Rank> Principal { get; } = [Rank.Kingdom, Rank.Phylum, Rank.Class, Rank.Order, Rank.Family, Rank.Genus];

    /// <summary>The ranks that name a taxon above species, coarse to fine.</summary>
    public static IReadOnlyList<Rank> AboveSpecies { get; } =
    [
        Rank.Kingdom, Rank.Phylum, Rank.Class, Rank.Order, Rank.Superfamily, Rank.Family, Rank.Subfamily, Rank.Tribe,
        Rank.Subtribe, Rank.Genus,
    ];

    /// <summary>
    /// Reads a published rank, in any case, with or without the dot of an abbreviation, its words apart or together
    /// ("speciesAggregate", "species_aggregate").
    /// </summary>
    /// <returns>False if no publisher is known to use the word as a rank.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Rank rank)
    {
        if (text is not null && Spellings.TryGetValue(Plain(text), out rank))
            return true;
        rank = Rank.Unknown;
        return false;
    }

    private static string Plain(string text) =>
        string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not ('_' or '-' or '.')));

    /// <summary>Reads a published rank.</summary>
    /// <exception cref="FormatException">The word is no rank.</exception>
    public static Rank Parse(string text) => TryParse(text, out var rank) ? rank : throw new FormatException(NoSuchRank(text));

    /// <summary>The message that a word is no rank, and which ones are.</summary>
    public static string NoSuchRank(string text) =>
        $"\"{text}\" is not a rank. Ranks are {string.Join(", ", Enum.GetValues<Rank>().Select(DisplayName))}.";

    /// <summary>The rank as it stands in pages and files: lower case, English.</summary>
    public static string DisplayName(this Rank rank) => rank.ToString().ToLowerInvariant();
}

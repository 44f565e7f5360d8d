using System.Collections.Frozen;

namespace Antenna.Core.Taxonomy;

/// <summary>The words inside published names that are not part of the name.</summary>
internal static class NameWords
{
    /// <summary>
    /// Signs of open nomenclature: the species is left open (Sigovini, Keppel and Tagliapietra 2016,
    /// doi:10.1111/2041-210X.12594), or is one of several.
    /// </summary>
    private static readonly FrozenSet<string> Open = FrozenSet.Create(
        "sp", "spp", "spec", "cf", "aff", "nr", "near", "prox", "indet", "undet", "undetermined", "unidentified",
        "complex", "group", "grp", "gr", "agg", "aggr", "aggregate", "or", "vel", "/");

    private static readonly FrozenSet<string> InfraspecificRanks = FrozenSet.Create(
        "subspecies", "subsp", "ssp", "variety", "varietas", "var", "subvar", "form", "forma", "fo", "f", "morph",
        "ab", "aberration", "race", "natio");

    /// <summary>Lower-case words that begin or join authors.</summary>
    private static readonly FrozenSet<string> AuthorParticles = FrozenSet.Create(
        "de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "vander", "von", "den", "der", "ter", "ten",
        "zu", "zur", "af");

    /// <summary>Words that join authors, and that no epithet is.</summary>
    private static readonly FrozenSet<string> Conjunctions = FrozenSet.Create("&", "et", "and", "ex", "in", "und", "y", "apud");

    /// <summary>Words that begin a remark on the name, or on the animal.</summary>
    private static readonly FrozenSet<string> Remarks = FrozenSet.Create(
        "auct", "auctt", "auctorum", "sensu", "sec", "nec", "non", "not", "nom", "nomen", "emend", "of", "s.l", "s.lat", "s.str",
        "s.s", "misapplied", "misident", "al", "part", "partim", "pars", "p.p", "pp", "ined", "litt", "litteris", "sched", "coll", "stat", "comb", "introduced", "native",
        "female", "females", "male", "males", "adult", "adults");

    public static bool IsOpen(string token) =>
        token.Contains('?', StringComparison.Ordinal) || Open.Contains(Bare(token));

    public static bool IsInfraspecificRank(string token) => InfraspecificRanks.Contains(Bare(token));

    public static bool IsAuthorParticle(string token) => AuthorParticles.Contains(token);

    public static bool IsConjunction(string token) => Conjunctions.Contains(Bare(token));

    public static bool IsRemark(string token) => Remarks.Contains(Bare(token));

    /// <summary>Whether a remark says that authors used the name for something else.</summary>
    public static bool IsMisappliedRemark(string remark)
    {
        var words = Words(remark);
        for (var i = 0; i < words.Length; i++)
        {
            var next = i + 1 < words.Length ? words[i + 1].TrimEnd('.') : "";
            var misapplied = words[i].TrimEnd('.') switch
            {
                "auct" or "auctt" or "auctorum" or "misapplied" or "misident" or "misidentified" => true,
                "of" => next is "authors" or "auct",
                "sensu" => next is not ("" or "lato" or "stricto" or "str" or "latu" or "latiore"),
                _ => false,
            };
            if (misapplied)
                return true;
        }
        return false;
    }

    /// <summary>Whether a remark says of which other name this is not the one: a homonym, or a misuse.</summary>
    public static bool IsNotOfAnotherRemark(string remark) => Array.Exists(Words(remark), word => word.TrimEnd('.') is "nec" or "non");

    private static string[] Words(string remark) =>
        remark.ToLowerInvariant().Split([' ', '(', ')', '[', ']', ',', ';'], StringSplitOptions.RemoveEmptyEntries);

    private static string Bare(string token) => token.Trim('(', ')', '[', ']').TrimEnd('.', ',', ';').ToLowerInvariant();
}

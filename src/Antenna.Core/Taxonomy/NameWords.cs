using System.Collections.Frozen;

namespace Antenna.Core.Taxonomy;

/// <summary>The words inside published names that are not part of the name.</summary>
internal static class NameWords
{
    /// <summary>
    /// Signs of open nomenclature: the species is not said (Sigovini, Keppel and Tagliapietra 2016,
    /// doi:10.1111/2041-210X.12594), or is one of several.
    /// </summary>
    private static readonly FrozenSet<string> Open = FrozenSet.Create(
        "sp", "spp", "spec", "cf", "aff", "nr", "near", "prox", "indet", "undet", "undetermined", "unidentified",
        "complex", "group", "grp", "gr", "agg", "aggr", "aggregate");

    private static readonly FrozenSet<string> InfraspecificRanks = FrozenSet.Create(
        "subspecies", "subsp", "ssp", "variety", "varietas", "var", "subvar", "form", "forma", "fo", "f", "morph",
        "ab", "aberration", "race", "natio");

    /// <summary>Lower-case words that begin or join authors.</summary>
    private static readonly FrozenSet<string> AuthorParticles = FrozenSet.Create(
        "de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "vander", "von", "den", "der", "ter", "ten",
        "zu", "zur", "af", "ex", "et", "and", "in");

    /// <summary>Words that begin a remark on the name.</summary>
    private static readonly FrozenSet<string> Remarks = FrozenSet.Create(
        "auct", "auctt", "auctorum", "sensu", "sec", "nec", "non", "not", "nom", "nomen", "emend", "of", "s.l", "s.str",
        "misapplied", "misident");

    public static bool IsOpen(string token) =>
        token.Contains('?', StringComparison.Ordinal) || Open.Contains(Bare(token));

    public static bool IsInfraspecificRank(string token) => InfraspecificRanks.Contains(Bare(token));

    public static bool IsAuthorParticle(string token) => AuthorParticles.Contains(token);

    public static bool IsRemark(string token) => Remarks.Contains(Bare(token));

    /// <summary>Whether a remark says that authors used the name for something else.</summary>
    public static bool SaysMisapplied(string remark)
    {
        var words = remark.ToLowerInvariant().Split([' ', '(', ')', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
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

    private static string Bare(string token) => token.TrimEnd('.', ',').ToLowerInvariant();
}

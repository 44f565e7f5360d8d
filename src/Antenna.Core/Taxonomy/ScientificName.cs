namespace Antenna.Core.Taxonomy;

/// <summary>Reads scientific names as people, lists and classifiers write them.</summary>
public static class ScientificName
{
    /// <summary>Takes a name apart. Any text is accepted: what is no name comes back with no parts.</summary>
    /// <param name="name">The text.</param>
    /// <param name="rank">
    /// The rank that its source gives; null or unknown where it gives none. Above species, a capitalised second word is an
    /// author; else it may be an epithet.
    /// </param>
    public static ParsedName Parse(string name, Rank? rank = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new NameParser(NameText.Clean(name), isAboveSpecies: rank < Rank.Species).Parse();
    }

    /// <summary>
    /// The key by which names are compared: without authorship, case, accents, superfluous and no-break spaces, subgenus,
    /// rank words and hybrid signs. What leaves the species open keeps its words and never equals a certain name.
    /// Normalizing twice changes nothing.
    /// </summary>
    public static string Normalize(string name) => Parse(name).Key;

    /// <summary>The name as it should be shown and stored: "Noctua pronuba" for "NOCTUA  pronuba (L., 1758)".</summary>
    public static string Canonical(string name) => Parse(name).Canonical;

    /// <summary>
    /// The rank that the form of a name shows: two words a species, three a subspecies, one word a family,
    /// subfamily or superfamily by the endings of the zoological (ICZN 29.2) and botanical (ICN 18.1) codes.
    /// </summary>
    public static Rank RankByForm(ParsedName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.IsOpen || name.Uninomial is not { } uninomial)
            return Rank.Unknown;
        return name.Epithets.Count switch
        {
            1 => Rank.Species,
            > 1 => Rank.Subspecies,
            _ => RankByEnding(uninomial),
        };
    }

    /// <summary>The rank above genus that the ending of a name shows; unknown if none.</summary>
    internal static Rank RankByEnding(string uninomial) => uninomial switch
    {
        _ when uninomial.EndsWith("oidea", StringComparison.Ordinal) => Rank.Superfamily,
        _ when uninomial.EndsWith("idae", StringComparison.Ordinal) => Rank.Family,
        _ when uninomial.EndsWith("aceae", StringComparison.Ordinal) => Rank.Family,
        _ when uninomial.EndsWith("inae", StringComparison.Ordinal) => Rank.Subfamily,
        _ => Rank.Unknown,
    };
}

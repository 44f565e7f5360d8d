namespace Antenna.Core.Taxonomy;

/// <summary>Distinguishes taxa with the same name by what else is known of them.</summary>
/// <param name="tree">All taxa.</param>
/// <param name="find">The taxa with a name, by its key.</param>
internal sealed class Homonyms(TaxonTree tree, Func<string, IEnumerable<NamedTaxon>> find)
{
    /// <summary>
    /// The taxa that a query can mean at all: of a rank like the one asked for, and not of another kingdom, where the
    /// same name is a different organism.
    /// </summary>
    public IReadOnlyList<NamedTaxon> Compatible(IReadOnlyList<NamedTaxon> taxa, NameQuery query) =>
        [.. taxa.Where(taxon => RanksAgree(taxon.Rank, query.Rank) && !Contradicts(taxon, Rank.Kingdom, query))];

    /// <summary>
    /// The taxa that a name denotes, one unless nothing distinguishes them: first by rank and author, then an accepted
    /// name before a synonym (a junior homonym is not valid alongside an accepted name, ICZN 52.2), then the same
    /// spelling, then higher taxa from coarse to fine. Names accepted as the same taxon are one.
    /// </summary>
    public IReadOnlyList<NamedTaxon> Denoted(IReadOnlyList<NamedTaxon> taxa, NameQuery query, ParsedName name)
    {
        var left = Prefer(taxa, taxon => taxon.Rank == query.Rank);
        if (Author(query.Author ?? name.Authorship) is { Length: > 0 } author)
        {
            left = Prefer(left, taxon => YearOf(AuthorOf(taxon)) is { } year && year == YearOf(author));
            left = Prefer(left, taxon => AuthorOf(taxon) == author);
        }
        left = Prefer(left, taxon => tree.AcceptedOf(taxon.Id) == taxon.Id);
        left = Prefer(left, taxon => string.Equals(taxon.Name, query.Name, StringComparison.Ordinal));
        foreach (var rank in RankNames.AboveSpecies)
            left = Prefer(left, taxon => !Contradicts(taxon, rank, query));
        return [.. left.OrderBy(taxon => taxon.Id).DistinctBy(taxon => tree.AcceptedOf(taxon.Id))];
    }

    private static IReadOnlyList<NamedTaxon> Prefer(IReadOnlyList<NamedTaxon> taxa, Predicate<NamedTaxon> preferred)
    {
        if (taxa.Count == 1)
            return taxa;
        var left = taxa.Where(taxon => preferred(taxon)).ToList();
        return left.Count > 0 ? left : taxa;
    }

    /// <summary>
    /// Lists disagree on species and subspecies, which their names tell apart; above species the rank is part of what
    /// matches. A rank that one side does not know is no contradiction.
    /// </summary>
    private static bool RanksAgree(Rank rank, Rank? asked) =>
        asked is null or Rank.Unknown
        || rank == asked
        || rank == Rank.Unknown
        || (rank >= Rank.Species && asked >= Rank.Species);

    /// <summary>Whether a query places a taxon under a higher taxon that is known, and is not the one above it.</summary>
    private bool Contradicts(NamedTaxon taxon, Rank rank, NameQuery query)
    {
        if (!query.HigherTaxa.TryGetValue(rank, out var name) || tree.AncestorAt(taxon.Id, rank) is not { } above)
            return false;
        var meant = find(ScientificName.Normalize(name)).Where(higher => higher.Rank == rank).ToList();
        return meant.Count > 0 && meant.TrueForAll(higher => tree.AcceptedOf(higher.Id) != above);
    }

    /// <summary>Whether a taxon is known to be by these authors; years count only where both are given.</summary>
    public static bool HasAuthor(NamedTaxon taxon, string? authorship)
    {
        var known = AuthorOf(taxon);
        var given = Author(authorship);
        return given.Length > 0 && (given == known || given == known.TrimEnd("0123456789".ToCharArray()));
    }

    private static string AuthorOf(NamedTaxon taxon) =>
        Author(taxon.Author ?? ScientificName.Parse(taxon.Name).Authorship);

    /// <summary>Letters and digits alone: brackets, commas and spaces are set differently everywhere.</summary>
    private static string Author(string? authorship) =>
        authorship is null ? "" : string.Concat(authorship.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string? YearOf(string author)
    {
        var digits = author.SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(char.IsAsciiDigit);
        return string.Concat(digits) is { Length: 4 } year ? year : null;
    }
}

using Antenna.Core.Taxonomy;
using Antenna.Data.Model;

namespace Antenna.Data.Taxonomy;

/// <summary>All taxa as they were at one moment, with what they are found by. Never changes; safe to share.</summary>
public sealed class TaxonomySnapshot
{
    private readonly Lazy<NameMatcher> _matcher;
    private readonly Lazy<NameSearch> _search;
    private readonly Dictionary<long, string> _commonNames;
    private readonly List<NamedTaxon> _families;
    private readonly List<long[]> _chains;
    private readonly Dictionary<long, NamedTaxon> _taxa;

    internal TaxonomySnapshot(long changes, IReadOnlyList<NamedTaxon> taxa)
    {
        Changes = changes;
        Tree = new(taxa.Select(taxon => new TaxonNode(taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId, taxon.AcceptedTaxonId)));
        _matcher = new(() => new(taxa));
        _search = new(() => new(Tree, taxa));
        _taxa = taxa.ToDictionary(taxon => taxon.Id);
        _families = [.. taxa.Where(taxon => taxon.Rank == Rank.Family)];
        _chains =
        [
            .. taxa.Where(taxon => taxon.AcceptedTaxonId is { } accepted && Tree.AcceptedOf(taxon.Id) != accepted)
                .Select(taxon => Tree.AcceptedOf(taxon.Id)).Distinct()
                .Select(accepted => (long[])[accepted, .. Tree.SynonymsOf(accepted)]),
        ];
        _commonNames = taxa.Where(taxon => taxon.CommonNames.Count > 0).ToDictionary(taxon => taxon.Id, taxon => taxon.CommonNames[0]);
    }

    public TaxonTree Tree { get; }

    /// <summary>Finds names that begin like what is typed.</summary>
    public NameSearch Search => _search.Value;

    /// <summary>Finds the taxa that names denote, as an import of a list does.</summary>
    public NameMatcher Matcher => _matcher.Value;

    /// <summary>How many changes of the taxonomy there had been: which state of it this is.</summary>
    public long Changes { get; }

    /// <summary>Names that are similar to one that no taxon bears.</summary>
    public IReadOnlyList<NameSuggestion> SimilarTo(string name) => _matcher.Value.Match(name).Suggestions;

    /// <summary>The taxon with all that it is found by; null where there is none of that id.</summary>
    public NamedTaxon? Find(long taxonId) => _taxa.GetValueOrDefault(taxonId);

    /// <summary>What a list says of an accepted taxon that a person picked: its name, and all that tells it from others of that name.</summary>
    internal ListedName ListedNameOf(long accepted)
    {
        var taxon = _taxa[accepted];
        var higher = new Dictionary<Rank, string>();
        foreach (var rank in new[] { Rank.Kingdom, Rank.Order, Rank.Family })
        {
            if (Tree.AncestorAt(accepted, rank) is { } above && above != accepted)
                higher[rank] = Tree[above].Name;
        }

        return new(taxon.Name, taxon.Rank) { Author = taxon.Author, Keys = taxon.Keys, HigherTaxa = higher };
    }

    /// <summary>What people call the taxon; null where no common name of it is known.</summary>
    public string? CommonNameOf(long taxonId) => _commonNames.GetValueOrDefault(taxonId);

    /// <summary>
    /// The taxa that a text finds by other names than their own and those one synonym away: all of a family with a name that
    /// contains it in any case, and all names of a taxon that has a synonym of a synonym.
    /// </summary>
    internal IEnumerable<long> FoundFromAfar(string text) => _families.Where(family => IsCalled(family, text)).SelectMany(family => Tree.Branch(family.Id))
        .Concat(_chains.Where(names => names.Any(id => IsCalled(_taxa[id], text))).SelectMany(names => names))
        .Distinct();

    private static bool IsCalled(NamedTaxon taxon, string text) => taxon.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || taxon.CommonNames.Any(name => name.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The taxon as pages name it; null where there is none of that id.</summary>
    public TaxonName? NameOf(long taxonId) => Tree.TryGet(taxonId, out var taxon) ? new(taxon.Id, taxon.Name, taxon.Rank) : null;
}

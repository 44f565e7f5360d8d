using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>One of the lists of a merge: its names by <see cref="ComparableKeys"/>, and the taxa that they list.</summary>
internal sealed class MergeList
{
    private readonly Dictionary<string, long> _taxa = new(StringComparer.Ordinal);
    private readonly ILookup<long, string> _keys;

    public MergeList(IReadOnlyDictionary<string, ListedName> names, ListTaxonomy taxonomy)
    {
        Names = names;
        foreach (var (key, name) in names)
        {
            if (taxonomy.AcceptedOf(name) is { } taxon)
                _taxa.Add(key, taxon);
        }

        _keys = _taxa.ToLookup(taxon => taxon.Value, taxon => taxon.Key);
        Taxa = ListedTaxa.Of(taxonomy.Tree, _taxa.Select(taxon => new ListEntry(taxon.Value, names[taxon.Key].IncludeDescendants)));
    }

    public IReadOnlyDictionary<string, ListedName> Names { get; }

    public ListedTaxa Taxa { get; }

    /// <summary>The keys of the names that are one accepted taxon.</summary>
    public IEnumerable<string> KeysOf(long taxon) => _keys[taxon];

    /// <summary>The accepted taxon of a key's name; null where it is none, or there is no such name.</summary>
    public long? TaxonOf(string key) => _taxa.TryGetValue(key, out var taxon) ? taxon : null;

    /// <summary>The taxa whose entries list a taxon, nearest first.</summary>
    public IEnumerable<long> Listing(long taxon) =>
        Taxa.Entries.ContainsKey(taxon) ? Taxa.ListedThrough(taxon).Prepend(taxon) : Taxa.ListedThrough(taxon);

    /// <summary>Whether the name of a key is what lists a taxon that is its own or below it.</summary>
    public bool Keeps(TaxonTree tree, string key, long above, long taxon) =>
        TaxonOf(key) == above && ListedTaxa.Keeps(tree, new(above, Names[key].IncludeDescendants), taxon);
}

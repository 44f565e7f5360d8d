namespace Antenna.Core.Taxonomy;

/// <summary>
/// The taxa that are listed: what the entries of a version of a taxa list, or of a draft of one, stand for. Immutable.
/// </summary>
/// <remarks>
/// A listed species stands for itself and its subspecies; a listed higher taxon, or one of unknown rank, for what lies below
/// it only if its entry includes descendants; a listed subspecies for itself, and for its species before a classifier that
/// has no class for it. Names count by what they are accepted as, on both sides: all synonyms of a listed taxon are listed.
/// </remarks>
public sealed class ListedTaxa
{
    private readonly HashSet<long> _names = [];
    private readonly List<(long[] Subspecies, long[] Species)> _subspecies = [];

    private ListedTaxa()
    {
    }

    /// <summary>Every name of a taxon that is listed, whatever the classifier.</summary>
    public IReadOnlySet<long> Names => _names;

    /// <summary>What these entries stand for in a tree.</summary>
    /// <exception cref="KeyNotFoundException">An entry's taxon is not in the tree.</exception>
    public static ListedTaxa Of(TaxonTree tree, IEnumerable<ListEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(entries);
        var listed = new ListedTaxa();
        foreach (var entry in entries)
            listed.Add(tree, tree.AcceptedOf(entry.TaxonId), entry.IncludeDescendants);
        return listed;
    }

    /// <summary>Whether a taxon, by any of its names, is listed, whatever the classifier.</summary>
    public bool Contains(long taxonId) => _names.Contains(taxonId);

    /// <summary>The names that are listed for a classifier that has classes of these taxa.</summary>
    public IReadOnlySet<long> For(IReadOnlySet<long> classTaxa)
    {
        ArgumentNullException.ThrowIfNull(classTaxa);
        var unnamed = _subspecies.Where(listed => !Array.Exists(listed.Subspecies, classTaxa.Contains)).ToList();
        return unnamed.Count == 0 ? _names : [.. _names, .. unnamed.SelectMany(listed => listed.Species)];
    }

    private void Add(TaxonTree tree, long listed, bool includeDescendants)
    {
        long[] names = NamesOf(tree, listed);
        _names.UnionWith(names);
        var rank = tree[listed].Rank;
        if (includeDescendants)
            _names.UnionWith(tree.Descendants(listed));
        else if (rank == Rank.Species)
            _names.UnionWith(tree.Descendants(listed).Where(id => tree[tree.AcceptedOf(id)].Rank > Rank.Species));
        if (rank == Rank.Subspecies && tree.AncestorAt(listed, Rank.Species) is { } species)
            _subspecies.Add((names, NamesOf(tree, species)));
    }

    internal static long[] NamesOf(TaxonTree tree, long accepted) => [accepted, .. tree.SynonymsOf(accepted)];
}

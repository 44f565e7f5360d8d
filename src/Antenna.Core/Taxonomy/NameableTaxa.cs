namespace Antenna.Core.Taxonomy;

/// <summary>
/// The taxa whose entry on a list a classifier can name, because it has a class that the entry keeps: <see cref="ListedTaxa"/>
/// the other way round, so that entries can be classified without working out what each of them stands for.
/// </summary>
/// <param name="Alone">Names of taxa of which an entry keeps a class as it stands.</param>
/// <param name="WithDescendants">Names of taxa of which an entry keeps a class where it includes descendants.</param>
public sealed record NameableTaxa(IReadOnlySet<long> Alone, IReadOnlySet<long> WithDescendants)
{
    /// <summary>What a classifier can name that has classes of these taxa.</summary>
    /// <exception cref="KeyNotFoundException">One of the taxa is not in the tree.</exception>
    public static NameableTaxa Of(TaxonTree tree, IReadOnlySet<long> classTaxa)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(classTaxa);
        var alone = new HashSet<long>();
        var withDescendants = new HashSet<long>();
        var above = new HashSet<long>();
        foreach (var accepted in classTaxa.Select(tree.AcceptedOf).Distinct())
        {
            var lineage = tree.Ancestors(accepted);
            alone.UnionWith(ListedTaxa.NamesOf(tree, accepted));
            if (tree[accepted].Rank > Rank.Species)
                alone.UnionWith(lineage.Where(id => tree[id].Rank == Rank.Species).SelectMany(id => ListedTaxa.NamesOf(tree, id)));
            above.UnionWith(lineage);
            if (tree[accepted].Rank == Rank.Species && !tree.IsAlone(accepted))
                alone.UnionWith(SubspeciesWithoutClass(tree, accepted, classTaxa));
        }

        // Once for each: tens of thousands of classes have the same taxa above them.
        withDescendants.UnionWith(above.SelectMany(id => ListedTaxa.NamesOf(tree, id)));
        withDescendants.UnionWith(alone);
        return new(alone, withDescendants);
    }

    /// <summary>Whether the classifier can name what an entry lists.</summary>
    public bool Includes(ListEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (entry.IncludeDescendants ? WithDescendants : Alone).Contains(entry.TaxonId);
    }

    private static IEnumerable<long> SubspeciesWithoutClass(TaxonTree tree, long species, IReadOnlySet<long> classTaxa) => tree.Descendants(species)
        .Where(id => tree.AcceptedOf(id) == id && tree[id].Rank == Rank.Subspecies && tree.AncestorAt(id, Rank.Species) == species)
        .Select(id => ListedTaxa.NamesOf(tree, id))
        .Where(names => !Array.Exists(names, classTaxa.Contains))
        .SelectMany(names => names);
}

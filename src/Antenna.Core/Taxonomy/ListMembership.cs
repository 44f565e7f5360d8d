namespace Antenna.Core.Taxonomy;

/// <summary>Which taxa a taxa list stands for.</summary>
public static class ListMembership
{
    /// <summary>
    /// Every taxon whose class a mask keeps. A listed species stands for itself and its subspecies; a listed higher
    /// taxon, or one of unknown rank, for what lies below it only if its entry includes descendants; a listed
    /// subspecies for itself, not for its species. Names count by what they are accepted as, on both sides: all
    /// synonyms of a member are members.
    /// </summary>
    /// <exception cref="KeyNotFoundException">An entry's taxon is not in the tree.</exception>
    public static IReadOnlySet<long> Members(TaxonTree tree, IEnumerable<ListEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(entries);
        var members = new HashSet<long>();
        foreach (var entry in entries)
        {
            var listed = tree.AcceptedOf(entry.TaxonId);
            members.Add(listed);
            members.UnionWith(tree.SynonymsOf(listed));
            if (entry.IncludeDescendants)
                members.UnionWith(tree.Descendants(listed));
            else if (tree[listed].Rank == Rank.Species)
                members.UnionWith(tree.Descendants(listed).Where(id => tree[tree.AcceptedOf(id)].Rank > Rank.Species));
        }
        return members;
    }
}

using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Core.Tests.Taxonomy;
using CsCheck;

namespace Antenna.Core.Tests.TaxaLists;

/// <summary>Small random taxonomies, and lists of names of their taxa.</summary>
internal static class TaxaListTrees
{
    private static readonly string[] Words = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota"];

    private static readonly Rank[] Finer = [Rank.Family, Rank.Genus, Rank.Species, Rank.Subspecies];

    /// <summary>Trees as they should be: each taxon below one of a coarser rank; and as they are published.</summary>
    public static readonly Gen<TaxonTree> Tree = Gen.OneOf(
        DirtyTrees.Taxa,
        Gen.Int[0, 7].Array[3, 9].Select(Clean)).Select(taxa => new TaxonTree(taxa));

    /// <summary>What becomes of a list in one step: a taxon is struck, added, or kept with all below it.</summary>
    public static readonly Gen<(long Taxon, int Kind)[]> Steps = Gen.Select(Gen.Long[1, 9], Gen.Int[0, 2]).Array[0, 4];

    public static readonly Gen<ListEntry[]> Entries = Gen.Select(Gen.Long[1, 9], Gen.Bool, (id, included) => new ListEntry(id, included)).Array[0, 4];

    public static ListTaxonomy TaxonomyOf(TaxonTree tree) => new(
        tree,
        name => Array.IndexOf(Words, name.Name) + 1L is var id && tree.Contains(id) ? tree.AcceptedOf(id) : null,
        id => NameOf(tree, id));

    public static ListedName NameOf(TaxonTree tree, long id, bool includeDescendants = false) =>
        new(Words[id - 1], tree[id].Rank) { IncludeDescendants = includeDescendants };

    /// <summary>The names of a list, by their keys.</summary>
    public static Dictionary<string, ListedName> NamesOf(TaxonTree tree, IEnumerable<ListEntry> entries) =>
        entries.Where(entry => tree.Contains(entry.TaxonId)).Select(entry => NameOf(tree, entry.TaxonId, entry.IncludeDescendants))
            .DistinctBy(name => name.Key).ToDictionary(name => name.Key);

    public static ListedTaxa TaxaOf(TaxonTree tree, IEnumerable<ListedName> names)
    {
        var taxonomy = TaxonomyOf(tree);
        return ListedTaxa.Of(tree, names.Select(name => new ListEntry(taxonomy.AcceptedOf(name)!.Value, name.IncludeDescendants)));
    }

    /// <summary>A list after some steps; one that cannot be made is none.</summary>
    public static Dictionary<string, ListedName> After(TaxonTree tree, IReadOnlyDictionary<string, ListedName> names, IEnumerable<(long Taxon, int Kind)> steps)
    {
        var taxonomy = TaxonomyOf(tree);
        var after = names.ToDictionary();
        foreach (var (taxon, kind) in steps.Where(step => tree.Contains(step.Taxon)).Select(step => (tree.AcceptedOf(step.Taxon), step.Kind)))
        {
            var listed = TaxaOf(tree, after.Values);
            if (kind == 0)
            {
                var strike = ListedStrike.Of(tree, listed, taxon);
                if (strike.KeptWith is not null)
                    continue;
                foreach (var key in after.Where(name => taxonomy.AcceptedOf(name.Value) is { } accepted && (accepted == taxon || strike.Through.Contains(accepted))).Select(name => name.Key).ToList())
                    after.Remove(key);
                foreach (var rest in strike.Rest)
                    Put(NameOf(tree, rest));
            }
            else if (kind == 2 || !listed.Contains(taxon))
            {
                Put(NameOf(tree, taxon, includeDescendants: kind == 2));
            }
        }

        return after;

        void Put(ListedName name) => after[name.Key] = name;
    }

    /// <summary>Each taxon below one before it, a rank finer; below a subspecies there is nothing, so that it is a sister then.</summary>
    private static TaxonNode[] Clean(int[] rows)
    {
        var taxa = new List<TaxonNode>();
        foreach (var (at, row) in rows.Index())
        {
            var above = at == 0 ? null : taxa[row % at];
            while (above is { Rank: Rank.Subspecies })
                above = taxa[(int)above.ParentId!.Value - 1];
            taxa.Add(new(at + 1, Words[at], above is null ? Finer[0] : Finer[Array.IndexOf(Finer, above.Rank) + 1], above?.Id, null));
        }

        return [.. taxa];
    }
}

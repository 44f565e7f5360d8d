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
    private readonly TaxonTree _tree;

    /// <summary>By accepted taxon whether its entry includes descendants.</summary>
    private readonly Dictionary<long, bool> _entries;
    private readonly HashSet<long> _names;
    private readonly List<(long Accepted, long[] Subspecies, long[] Species)> _subspecies;

    private ListedTaxa(
        TaxonTree tree, Dictionary<long, bool> entries, HashSet<long> names, List<(long Accepted, long[] Subspecies, long[] Species)> subspecies) =>
        (_tree, _entries, _names, _subspecies) = (tree, entries, names, subspecies);

    /// <summary>The accepted taxa that have an entry of their own, and whether it includes descendants.</summary>
    public IReadOnlyDictionary<long, bool> Entries => _entries;

    /// <summary>Every name of a taxon that is listed, whatever the classifier.</summary>
    public IReadOnlySet<long> Names => _names;

    /// <summary>What these entries stand for in a tree.</summary>
    /// <exception cref="KeyNotFoundException">An entry's taxon is not in the tree.</exception>
    public static ListedTaxa Of(TaxonTree tree, IEnumerable<ListEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(entries);
        var listed = new ListedTaxa(tree, [], [], []);
        foreach (var entry in entries)
        {
            var accepted = tree.AcceptedOf(entry.TaxonId);
            if (listed._entries.TryGetValue(accepted, out var known) && (known || !entry.IncludeDescendants))
                continue;
            listed.Add(accepted, entry.IncludeDescendants);
        }

        return listed;
    }

    /// <summary>
    /// The same but for the entries of some taxa: quick where they are few, however many there are, so that a change of a draft
    /// is seen at once.
    /// </summary>
    /// <param name="changed">By accepted taxon whether its entry includes descendants; null where it has none any more.</param>
    /// <exception cref="KeyNotFoundException">One of the taxa is not in the tree.</exception>
    public ListedTaxa With(IReadOnlyDictionary<long, bool?> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var next = new ListedTaxa(
            _tree, new(_entries), new(_names), [.. _subspecies.Where(listed => !changed.ContainsKey(listed.Accepted))]);
        foreach (var accepted in changed.Keys)
            next._entries.Remove(accepted);
        foreach (var (accepted, includeDescendants) in changed)
        {
            if (includeDescendants is { } included)
                next.Add(accepted, included);
        }

        foreach (var accepted in changed.Keys)
        {
            if (_entries.TryGetValue(accepted, out var included))
                next._names.ExceptWith(KeptBy(_tree, accepted, included).Where(name => !next.IsKept(name)).ToList());
        }

        return next;
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

    /// <summary>
    /// The names that one entry alone stands for, for a classifier that has classes of these taxa: as <see cref="For"/> of a list of
    /// nothing else, which thousands of taxa are looked at as in turn.
    /// </summary>
    internal static IReadOnlyList<long> ForAlone(TaxonTree tree, ListEntry entry, IReadOnlySet<long> classTaxa)
    {
        var accepted = tree.AcceptedOf(entry.TaxonId);
        if (tree.IsAlone(accepted) && tree[accepted].Rank != Rank.Subspecies)
            return [accepted];
        List<long> names = [.. KeptBy(tree, accepted, entry.IncludeDescendants)];
        if (SubspeciesOf(tree, accepted) is { } subspecies && !Array.Exists(subspecies.Subspecies, classTaxa.Contains))
            names.AddRange(subspecies.Species);
        return names;
    }

    /// <summary>The accepted taxa above a taxon whose entries list it too, nearest first.</summary>
    public IReadOnlyList<long> ListedThrough(long taxonId)
    {
        var isBelowSpecies = _tree[_tree.AcceptedOf(taxonId)].Rank > Rank.Species;
        return
        [
            .. _tree.Ancestors(taxonId).Where(above =>
                _entries.TryGetValue(above, out var included) && (included || (isBelowSpecies && _tree[above].Rank == Rank.Species))),
        ];
    }

    /// <summary>
    /// The taxa that need an entry of their own, without descendants, for all of some to be listed: those that are not yet, but for
    /// those that are listed with a species of them.
    /// </summary>
    /// <param name="wanted">Accepted taxa, each after those above it.</param>
    public IReadOnlyList<long> Lacking(IEnumerable<long> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var kept = new HashSet<long>();
        var lacking = new List<long>();
        foreach (var taxon in wanted.Where(taxon => !_names.Contains(taxon)))
        {
            if (kept.Contains(taxon))
                continue;
            lacking.Add(taxon);
            kept.UnionWith(KeptBy(_tree, taxon, includeDescendants: false));
        }

        return lacking;
    }

    private void Add(long listed, bool includeDescendants)
    {
        _entries[listed] = includeDescendants;
        _names.UnionWith(KeptBy(_tree, listed, includeDescendants));
        if (SubspeciesOf(_tree, listed) is { } subspecies)
            _subspecies.Add(subspecies);
    }

    /// <summary>A listed subspecies with its names and those of its species; null for what is none, or has no species.</summary>
    private static (long Accepted, long[] Subspecies, long[] Species)? SubspeciesOf(TaxonTree tree, long listed) =>
        tree[listed].Rank == Rank.Subspecies && tree.AncestorAt(listed, Rank.Species) is { } species
            ? (listed, NamesOf(tree, listed), NamesOf(tree, species))
            : null;

    /// <summary>Whether an entry keeps a taxon that is its own or below it.</summary>
    internal static bool Keeps(TaxonTree tree, ListEntry entry, long taxon) =>
        entry.TaxonId == taxon || entry.IncludeDescendants || (tree[entry.TaxonId].Rank == Rank.Species && tree[taxon].Rank > Rank.Species);

    private static IEnumerable<long> KeptBy(TaxonTree tree, long listed, bool includeDescendants)
    {
        var names = NamesOf(tree, listed);
        if (includeDescendants)
            return names.Concat(tree.Descendants(listed));
        return tree[listed].Rank == Rank.Species
            ? names.Concat(tree.Descendants(listed).Where(id => tree[tree.AcceptedOf(id)].Rank > Rank.Species))
            : names;
    }

    /// <summary>Whether an entry keeps a name, as far as the classifier does not matter.</summary>
    private bool IsKept(long name) => _entries.ContainsKey(_tree.AcceptedOf(name)) || ListedThrough(name).Count > 0;

    internal static long[] NamesOf(TaxonTree tree, long accepted) => [accepted, .. tree.SynonymsOf(accepted)];
}

using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>Whose change of a name counts where two people made another one of it.</summary>
public enum MergeSide
{
    Theirs,
    Mine,
}

/// <summary>A name of which two people made something else.</summary>
/// <param name="Base">What both of them began with; null where it was not on the list.</param>
/// <param name="Theirs">What was saved meanwhile; null where they struck it.</param>
/// <param name="Mine">What the draft makes of it; null where it strikes it.</param>
public sealed record MergeConflict(string Key, ListedName? Base, ListedName? Theirs, ListedName? Mine)
{
    public ListedName Name => Mine ?? Theirs ?? Base!;
}

/// <summary>What a merge is about, for a person to look at: without the lists, which have tens of thousands of names.</summary>
/// <param name="TheirChanges">What was saved since, in the order of the keys.</param>
/// <param name="MyChanges">What the draft changes, in the order of the keys.</param>
/// <param name="Conflicts">
/// The names that both changed to something else, and those that one struck while the other listed anew what they belong to. A
/// choice about a higher taxon counts for all that it was listed with.
/// </param>
public sealed record MergedChanges(IReadOnlyList<NetChange> TheirChanges, IReadOnlyList<NetChange> MyChanges, IReadOnlyList<MergeConflict> Conflicts);

/// <summary>What both say together.</summary>
/// <param name="Names">What is listed, by <see cref="ListedName.Key"/>.</param>
/// <param name="Unlisted">
/// Taxa that are to stay listed, and cannot be: they were listed with a higher taxon that is not listed with all below it any more, and
/// no name tells them from other taxa.
/// </param>
public sealed record MergedNames(IReadOnlyDictionary<string, ListedName> Names, IReadOnlyList<string> Unlisted);

/// <summary>
/// A three-way merge: what one person saved and what another drafted since both began with the same version. Where only one of
/// them changed a name, that change counts; where both did the same, it is none to choose about; else a person chooses. What
/// either struck is not listed by other names either: those of the taxa that stay, where a higher taxon was listed with all below
/// it, or a synonym.
/// </summary>
public sealed class ListMerge
{
    private readonly ListTaxonomy _taxonomy;
    private readonly MergeList _base;
    private readonly MergeList _theirs;
    private readonly MergeList _mine;
    private readonly IReadOnlyList<ComparableNames> _written;
    private readonly List<MergeConflict> _byName;
    private readonly StruckTaxa _struck;

    private ListMerge(ComparableNames baseNames, ComparableNames theirs, ComparableNames mine, ListTaxonomy taxonomy)
    {
        (_taxonomy, _written) = (taxonomy, [theirs, mine]);
        (_base, _theirs, _mine) = (new(baseNames.Names, taxonomy), new(theirs.Names, taxonomy), new(mine.Names, taxonomy));
        var (theirChanges, myChanges) = (ChangesOf(baseNames.Names, theirs.Names), ChangesOf(baseNames.Names, mine.Names));
        var changed = theirChanges.ToDictionary(change => change.Key, StringComparer.Ordinal);
        _byName =
        [
            .. myChanges
                .Where(change => changed.TryGetValue(change.Key, out var other) && !NetChange.Same(change.After, other.After))
                .Select(change => new MergeConflict(change.Key, change.Before, changed[change.Key].After, change.After)),
        ];
        _struck = new(_base, _theirs, _mine, _byName, taxonomy);
        Changes = new(theirChanges, myChanges, [.. _byName, .. _struck.Contradictions]);
    }

    /// <summary>What each of them changed, and where a person chooses.</summary>
    public MergedChanges Changes { get; }

    /// <summary>Merges a draft with what is saved now.</summary>
    /// <param name="baseNames">The version that the draft began with, by <see cref="ListedName.Key"/>.</param>
    /// <param name="theirs">The version that is saved now.</param>
    /// <param name="mine">The changes of the draft against its version.</param>
    /// <param name="taxonomy">What the names are in the taxonomy.</param>
    public static ListMerge Of(
        IReadOnlyDictionary<string, ListedName> baseNames, IReadOnlyDictionary<string, ListedName> theirs, IReadOnlyList<NetChange> mine,
        ListTaxonomy taxonomy)
    {
        ArgumentNullException.ThrowIfNull(baseNames);
        ArgumentNullException.ThrowIfNull(theirs);
        ArgumentNullException.ThrowIfNull(mine);
        ArgumentNullException.ThrowIfNull(taxonomy);
        var unchanged = baseNames.ToDictionary(
            name => name.Key, name => theirs.TryGetValue(name.Key, out var saved) && NetChange.Same(name.Value, saved) ? saved : name.Value, StringComparer.Ordinal);
        var drafted = unchanged.ToDictionary(StringComparer.Ordinal);
        foreach (var change in mine)
        {
            if (change.After is { } name)
                drafted[change.Key] = theirs.TryGetValue(change.Key, out var saved) && NetChange.Same(name, saved) ? saved : name;
            else
                drafted.Remove(change.Key);
        }

        // Tens of thousands of names, of which most are on all of the lists: each is looked up once.
        var known = new Dictionary<ListedName, long?>(ReferenceEqualityComparer.Instance);
        var once = taxonomy with { AcceptedOf = name => known.TryGetValue(name, out var taxon) ? taxon : known[name] = taxonomy.AcceptedOf(name) };
        var lists = ComparableKeys.Of([unchanged, theirs, drafted], once);
        return new(lists[0], lists[1], lists[2], once);
    }

    /// <summary>What both say together.</summary>
    /// <param name="choices">By key whose change counts; a conflict without one cannot be merged.</param>
    /// <exception cref="ArgumentException">A conflict has no choice.</exception>
    public MergedNames Merged(IReadOnlyDictionary<string, MergeSide> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (Changes.Conflicts.FirstOrDefault(conflict => !choices.ContainsKey(conflict.Key)) is { } open)
            throw new ArgumentException($"'{open.Name.Name}' was changed by both, and nobody chose whose change counts.", nameof(choices));
        var conflicting = _byName.Select(conflict => conflict.Key).ToHashSet(StringComparer.Ordinal);
        var byName = _theirs.Names.ToDictionary(StringComparer.Ordinal);
        foreach (var change in Changes.MyChanges.Where(change => !conflicting.Contains(change.Key) || choices[change.Key] is MergeSide.Mine))
        {
            if (change.After is { } name)
                byName[change.Key] = name;
            else
                byName.Remove(change.Key);
        }

        var (names, unlisted) = Without(_struck.Of(choices), new(byName, _taxonomy), _struck.KeptOf(choices));
        return new(AsWritten(names), unlisted);
    }

    private static List<NetChange> ChangesOf(IReadOnlyDictionary<string, ListedName> before, IReadOnlyDictionary<string, ListedName> after) =>
    [
        .. before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Select(key => new NetChange(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
            .Where(change => !NetChange.Same(change.Before, change.After))
            .OrderBy(change => change.Key, StringComparer.Ordinal),
    ];

    /// <summary>A list without some taxa, whatever lists them; what else it lists stays, and what both still list or was chosen to.</summary>
    private (Dictionary<string, ListedName> Names, IReadOnlyList<string> Unlisted) Without(IReadOnlySet<long> struck, MergeList merged, IReadOnlySet<long> kept)
    {
        var (tree, names) = (_taxonomy.Tree, merged.Names.ToDictionary(StringComparer.Ordinal));
        var removed = struck.Where(taxon => merged.Taxa.Contains(taxon) && !IsPartOfListed(taxon)).ToHashSet();
        foreach (var key in removed.SelectMany(merged.KeysOf))
            names.Remove(key);
        foreach (var key in removed.SelectMany(merged.Taxa.ListedThrough).Distinct().SelectMany(merged.KeysOf))
        {
            if (names.TryGetValue(key, out var name))
                names[key] = name with { IncludeDescendants = false };
        }

        var left = new MergeList(names, _taxonomy);
        var wanted = merged.Taxa.Names.Where(taxon => !removed.Contains(taxon) && !IsPartOfAdded(taxon))
            .Concat(_base.Taxa.Names.Where(taxon => _theirs.Taxa.Contains(taxon) && _mine.Taxa.Contains(taxon)))
            .Concat(kept)
            .Where(taxon => tree.AcceptedOf(taxon) == taxon && !left.Taxa.Contains(taxon)).Distinct()
            .OrderBy(taxon => tree.Ancestors(taxon).Count).ThenBy(taxon => taxon);
        var unlisted = new List<string>();
        foreach (var taxon in left.Taxa.Lacking(wanted))
        {
            if (NameFor(taxon, names) is { } name)
                names.Add(name.Key, name);
            else
                unlisted.Add(tree[taxon].Name);
        }

        return (names, unlisted);

        // A listed species keeps its subspecies: where a person chose that it is listed, so are they.
        bool IsPartOfListed(long taxon) => ListedStrike.SpeciesAbove(tree, taxon).Any(species => merged.Taxa.Contains(species!.Value) && !struck.Contains(species.Value));

        // A species that was added and is not to be takes along what only it added.
        bool IsPartOfAdded(long taxon) => !_base.Taxa.Contains(taxon) && ListedStrike.SpeciesAbove(tree, taxon).Any(species => removed.Contains(species!.Value));
    }

    /// <summary>The name by which a taxon stays listed alone; null where none on this list would be understood.</summary>
    private ListedName? NameFor(long taxon, Dictionary<string, ListedName> names)
    {
        var known = new[] { _theirs, _mine, _base }.SelectMany(list => list.KeysOf(taxon).Select(key => list.Names[key]));
        var name = _taxonomy.NameOf(taxon);
        return known.Append(name).Append(name.BesideHomonym()).Select(each => each with { IncludeDescendants = false })
            .FirstOrDefault(each => !names.ContainsKey(each.Key) && !_written.Any(list => list.Written.Values.Contains(each.Key)) && _taxonomy.AcceptedOf(each) == taxon);
    }

    /// <summary>The names by the keys that the saved version has, and else the draft, where no two have the same.</summary>
    private Dictionary<string, ListedName> AsWritten(Dictionary<string, ListedName> names)
    {
        // One name that stands for several homonyms is one again, where it still stands for all of them.
        foreach (var list in _written)
        {
            foreach (var homonyms in list.Written.GroupBy(key => key.Value, key => key.Key, StringComparer.Ordinal)
                .Where(homonyms => homonyms.All(key => ReferenceEquals(names.GetValueOrDefault(key), list.Names[key]))).ToList())
            {
                foreach (var key in homonyms.Skip(1))
                    names.Remove(key);
            }
        }

        var written = new Dictionary<string, ListedName>(StringComparer.Ordinal);
        foreach (var (key, name) in names.OrderBy(name => !_theirs.Names.ContainsKey(name.Key)))
        {
            var own = _written.FirstOrDefault(list => list.Names.ContainsKey(key))?.Written.GetValueOrDefault(key) ?? key;
            var each = written.ContainsKey(own) ? name : name.WithKey(own);
            written.Add(each.Key, each);
        }

        return written;
    }
}

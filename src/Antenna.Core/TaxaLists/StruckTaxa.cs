using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>
/// The taxa that were listed, and that only one of two people still lists: by what is listed, whichever names list it. What the other
/// merely still lists stays struck, though it be by names of its own, which take the place of a higher taxon that is not listed with
/// all below it any more. What the other says anew is a contradiction, which a person settles.
/// </summary>
internal sealed class StruckTaxa
{
    private readonly MergeList _base;
    private readonly TaxonTree _tree;
    private readonly ListTaxonomy _taxonomy;
    private readonly Dictionary<MergeSide, MergeList> _sides;
    private readonly ILookup<long, string> _conflicts;

    /// <summary>Who still lists each taxon, and the conflict that decides; null where it is struck, whatever is chosen.</summary>
    private readonly Dictionary<long, (MergeSide KeptBy, string? Key)> _taxa = [];

    /// <param name="conflicts">The names that both changed to something else.</param>
    public StruckTaxa(MergeList baseList, MergeList theirs, MergeList mine, IReadOnlyCollection<MergeConflict> conflicts, ListTaxonomy taxonomy)
    {
        (_base, _taxonomy, _tree) = (baseList, taxonomy, taxonomy.Tree);
        _sides = new() { [MergeSide.Theirs] = theirs, [MergeSide.Mine] = mine };
        _conflicts = conflicts.SelectMany(conflict => new[] { baseList, theirs, mine }.Select(list => (Taxon: list.TaxonOf(conflict.Key), conflict.Key)))
            .Where(name => name.Taxon is not null).Distinct().ToLookup(name => name.Taxon!.Value, name => name.Key);
        var contradicted = new List<(long Taxon, long Asked, MergeSide KeptBy)>();
        foreach (var taxon in baseList.Taxa.Names.Where(name => IsAccepted(name) && theirs.Taxa.Contains(name) != mine.Taxa.Contains(name)))
        {
            var keptBy = theirs.Taxa.Contains(taxon) ? MergeSide.Theirs : MergeSide.Mine;
            if (NewSpeciesOf(taxon, keptBy) is { } species)
                contradicted.Add((taxon, species, keptBy));
            else if (DecidingConflict(taxon, keptBy) is { } key)
                _taxa.Add(taxon, (keptBy, key));
            else if (IsSaidAnew(taxon, keptBy))
                contradicted.Add((taxon, taxon, keptBy));
            else
                _taxa.Add(taxon, (keptBy, null));
        }

        Contradictions = Ask(contradicted, conflicts);
    }

    /// <summary>What is asked besides the names that both changed: the highest taxa that one struck and the other lists anew.</summary>
    public IReadOnlyList<MergeConflict> Contradictions { get; }

    /// <summary>What is not to be listed.</summary>
    public IReadOnlySet<long> Of(IReadOnlyDictionary<string, MergeSide> choices) => Where(choices, isKept: false);

    /// <summary>What stays listed, though one of them struck it.</summary>
    public IReadOnlySet<long> KeptOf(IReadOnlyDictionary<string, MergeSide> choices) => Where(choices, isKept: true);

    private HashSet<long> Where(IReadOnlyDictionary<string, MergeSide> choices, bool isKept) =>
        [.. _taxa.Where(taxon => (taxon.Value.Key is { } key && choices[key] == taxon.Value.KeptBy) == isKept).Select(taxon => taxon.Key)];

    private bool IsAccepted(long taxon) => _tree.AcceptedOf(taxon) == taxon;

    /// <summary>The species that one added, and that keeps a subspecies which the other struck: only with the species can that be struck.</summary>
    private long? NewSpeciesOf(long taxon, MergeSide keptBy) => ListedStrike.SpeciesAbove(_tree, taxon)
        .FirstOrDefault(species => _sides[keptBy].Taxa.Contains(species!.Value) && !_base.Taxa.Contains(species.Value));

    /// <summary>The nearest name that both changed to something else, and by which one of them still lists a taxon.</summary>
    private string? DecidingConflict(long taxon, MergeSide keptBy)
    {
        if (_conflicts.Count == 0)
            return null;
        var keeper = _sides[keptBy];
        var isChanged = keeper.Listing(taxon).Any(above => IsChanged(above, keeper));
        return _tree.Ancestors(taxon).Prepend(taxon)
            .SelectMany(above => _conflicts[above].Select(key => (Above: above, Key: key)))
            .FirstOrDefault(conflict => keeper.Keeps(_tree, conflict.Key, conflict.Above, taxon)
                || (isChanged && _base.Keeps(_tree, conflict.Key, conflict.Above, taxon))).Key;
    }

    private bool IsChanged(long entry, MergeList list) =>
        !_base.Taxa.Entries.TryGetValue(entry, out var included) || included != list.Taxa.Entries[entry];

    /// <summary>Whether one lists a taxon by an entry that is new and no mere rest of one that stood for more.</summary>
    private bool IsSaidAnew(long taxon, MergeSide keptBy)
    {
        var keeper = _sides[keptBy].Taxa.Entries;
        return _sides[keptBy].Listing(taxon).Any(entry => _base.Taxa.Entries.TryGetValue(entry, out var included)
            ? keeper[entry] && !included
            : !_base.Taxa.ListedThrough(entry).Any(above => !keeper.TryGetValue(above, out var still) || (_base.Taxa.Entries[above] && !still)));
    }

    /// <summary>Makes one conflict of each taxon that is contradicted and of what is contradicted alike below it.</summary>
    private List<MergeConflict> Ask(List<(long Taxon, long Asked, MergeSide KeptBy)> contradicted, IReadOnlyCollection<MergeConflict> conflicts)
    {
        var asked = contradicted.Select(each => (each.Asked, each.KeptBy)).ToHashSet();
        var keys = new Dictionary<long, string>();
        var made = new Dictionary<string, MergeConflict>(StringComparer.Ordinal);
        var known = conflicts.Select(conflict => conflict.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (taxon, nearest, keptBy) in contradicted)
        {
            var highest = _tree.Ancestors(nearest).LastOrDefault(above => asked.Contains((above, keptBy)), nearest);
            if (!keys.TryGetValue(highest, out var key))
            {
                var name = NameOf(highest, keptBy, made);
                keys.Add(highest, key = name.Key);
                if (!known.Contains(key))
                    made.TryAdd(key, new(key, _base.Taxa.Contains(highest) ? name : null, keptBy is MergeSide.Theirs ? name : null, keptBy is MergeSide.Mine ? name : null));
            }

            _taxa.Add(taxon, (keptBy, key));
            _taxa.TryAdd(nearest, (keptBy, key));
        }

        return [.. made.Values.OrderBy(conflict => conflict.Key, StringComparer.Ordinal)];
    }

    private ListedName NameOf(long taxon, MergeSide keptBy, Dictionary<string, MergeConflict> made)
    {
        foreach (var list in new[] { _sides[keptBy], _base })
        {
            if (list.KeysOf(taxon).FirstOrDefault() is { } key)
                return list.Names[key];
        }

        var name = _taxonomy.NameOf(taxon);
        return made.ContainsKey(name.Key) || _base.Names.ContainsKey(name.Key) ? name.BesideHomonym() : name;
    }
}

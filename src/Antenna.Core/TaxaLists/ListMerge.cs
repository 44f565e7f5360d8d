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

/// <summary>
/// A three-way merge: what one person saved and what another drafted since both began with the same version. Where only one of
/// them changed a name, that change counts; where both did the same, it is none to choose about; else a person chooses.
/// </summary>
public sealed class ListMerge
{
    private readonly IReadOnlyDictionary<string, ListedName> _theirs;

    private ListMerge(
        IReadOnlyDictionary<string, ListedName> theirs, IReadOnlyList<NetChange> theirChanges, IReadOnlyList<NetChange> myChanges)
    {
        (_theirs, TheirChanges, MyChanges) = (theirs, theirChanges, myChanges);
        var changed = theirChanges.ToDictionary(change => change.Key, StringComparer.Ordinal);
        Conflicts =
        [
            .. myChanges
                .Where(mine => changed.TryGetValue(mine.Key, out var other) && !NetChange.Same(mine.After, other.After))
                .Select(mine => new MergeConflict(mine.Key, mine.Before, changed[mine.Key].After, mine.After)),
        ];
    }

    /// <summary>What was saved since, in the order of the keys.</summary>
    public IReadOnlyList<NetChange> TheirChanges { get; }

    /// <summary>What the draft changes.</summary>
    public IReadOnlyList<NetChange> MyChanges { get; }

    /// <summary>The names that both changed to something else.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; }

    /// <summary>Merges a draft with what is saved now.</summary>
    /// <param name="baseNames">The version that the draft began with, by <see cref="ListedName.Key"/>.</param>
    /// <param name="theirs">The version that is saved now.</param>
    /// <param name="mine">The changes of the draft against its version.</param>
    public static ListMerge Of(
        IReadOnlyDictionary<string, ListedName> baseNames, IReadOnlyDictionary<string, ListedName> theirs, IReadOnlyList<NetChange> mine)
    {
        ArgumentNullException.ThrowIfNull(baseNames);
        ArgumentNullException.ThrowIfNull(theirs);
        ArgumentNullException.ThrowIfNull(mine);
        var changes = baseNames.Keys.Union(theirs.Keys, StringComparer.Ordinal)
            .Select(key => new NetChange(key, baseNames.GetValueOrDefault(key), theirs.GetValueOrDefault(key)))
            .Where(change => !NetChange.Same(change.Before, change.After))
            .OrderBy(change => change.Key, StringComparer.Ordinal);
        return new(theirs, [.. changes], mine);
    }

    /// <summary>What both say together.</summary>
    /// <param name="choices">By key whose change counts; a conflict without one cannot be merged.</param>
    /// <exception cref="ArgumentException">A conflict has no choice.</exception>
    public IReadOnlyDictionary<string, ListedName> Merged(IReadOnlyDictionary<string, MergeSide> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var open = Conflicts.Where(conflict => !choices.ContainsKey(conflict.Key)).ToList();
        if (open.Count > 0)
            throw new ArgumentException($"'{open[0].Name.Name}' was changed by both, and nobody chose whose change counts.", nameof(choices));
        var conflicting = Conflicts.Select(conflict => conflict.Key).ToHashSet(StringComparer.Ordinal);
        var merged = new Dictionary<string, ListedName>(_theirs, StringComparer.Ordinal);
        foreach (var change in MyChanges.Where(change => !conflicting.Contains(change.Key) || choices[change.Key] is MergeSide.Mine))
        {
            if (change.After is { } name)
                merged[change.Key] = name;
            else
                merged.Remove(change.Key);
        }

        return merged;
    }
}

using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>What a person did in one step of a draft.</summary>
public enum DraftStepKind
{
    /// <summary>A taxon was added.</summary>
    Add,

    /// <summary>A taxon was struck.</summary>
    Remove,

    /// <summary>A higher taxon was added with everything below it.</summary>
    KeepDescendants,

    /// <summary>Several names were added at once.</summary>
    AddBatch,

    /// <summary>A change was undone by itself, out of the order in which the steps were made.</summary>
    Restore,
}

/// <summary>What a step makes of one name on a list.</summary>
/// <param name="Key"><see cref="ListedName.Key"/>.</param>
/// <param name="Name">What the list says of it from then on; null where it is not on the list any more.</param>
public sealed record DraftChange(string Key, ListedName? Name);

/// <summary>One step of a draft: what a person did at once, and undoes at once.</summary>
/// <param name="Names">What a person reads of it: the names that were meant, which may be fewer than those that change.</param>
/// <param name="Changes">Each key once.</param>
public sealed record DraftStep(DraftStepKind Kind, IReadOnlyList<string> Names, IReadOnlyList<DraftChange> Changes)
{
    /// <summary>Whether both make something else of the same name.</summary>
    public bool Contradicts(DraftStep other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var changes = Changes.ToDictionary(change => change.Key, change => change.Name?.Content);
        return other.Changes.Any(change => changes.TryGetValue(change.Key, out var content) && content != change.Name?.Content);
    }
}

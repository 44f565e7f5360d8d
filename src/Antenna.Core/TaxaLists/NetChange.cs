using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>How one name on a list differs from what it was.</summary>
/// <param name="Key"><see cref="ListedName.Key"/>.</param>
/// <param name="Before">Null where it was not on the list.</param>
/// <param name="After">Null where it is not on the list any more.</param>
public sealed record NetChange(string Key, ListedName? Before, ListedName? After)
{
    public bool IsAdded => Before is null;

    public bool IsRemoved => After is null;

    /// <summary>The name as it is written, on the list as it is now if it is still there.</summary>
    public ListedName Name => After ?? Before!;

    /// <summary>Whether two contents of a name say the same.</summary>
    internal static bool Same(ListedName? one, ListedName? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.Content == other.Content);
}

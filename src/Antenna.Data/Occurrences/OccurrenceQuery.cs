namespace Antenna.Data.Occurrences;

/// <summary>What a list of occurrences is sorted by; what has no such value comes last descending, and first ascending.</summary>
public enum OccurrenceSort
{
    FirstSeen,

    /// <summary>The determined taxon's name; within one name, newest first.</summary>
    Determination,

    /// <summary>The score of the best machine prediction, verified or not.</summary>
    MachineScore,
}

/// <summary>One page of occurrences to be read.</summary>
/// <param name="Size">Rows a page, <see cref="SmallestSize"/> to <see cref="LargestSize"/>; others are taken as the nearest of these.</param>
/// <param name="Cursor">
/// From a page before; null for the first page. One that is not of this sort, as from an edited address, is the first page.
/// </param>
public sealed record OccurrenceQuery(
    OccurrenceFilter Filter,
    OccurrenceSort Sort = OccurrenceSort.FirstSeen,
    bool Descending = true,
    int Size = 50,
    string? Cursor = null)
{
    public const int SmallestSize = 25;

    public const int LargestSize = 100;
}

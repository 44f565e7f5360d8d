namespace Antenna.Data.Occurrences;

/// <summary>The occurrences next to one in a list.</summary>
/// <param name="Previous">Null where it is the first.</param>
/// <param name="Next">Null where it is the last.</param>
public sealed record OccurrenceNeighbours(long? Previous, long? Next)
{
    public static OccurrenceNeighbours None { get; } = new(null, null);

    /// <summary>The neighbours of an id among some, in their order; of one that is not among them, none.</summary>
    public static OccurrenceNeighbours Among(IReadOnlyList<long> ids, long id)
    {
        var place = ids.Index().FirstOrDefault(each => each.Item == id, (-1, 0)).Index;
        return place < 0 ? None : new(place > 0 ? ids[place - 1] : null, place < ids.Count - 1 ? ids[place + 1] : null);
    }
}

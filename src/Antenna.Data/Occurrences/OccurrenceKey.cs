using Antenna.Data.Paging;

namespace Antenna.Data.Occurrences;

/// <summary>An occurrence's place in an order.</summary>
/// <param name="Values">What the order compares, as a cursor carries it.</param>
internal readonly record struct OccurrenceKey(long Id, IReadOnlyList<string> Values);

/// <summary>An order that occurrences can be read in, a stretch at a time.</summary>
internal interface IOccurrenceOrdering
{
    /// <summary>Whether a cursor's values are a place in this order.</summary>
    bool Understands(IReadOnlyList<string> values);

    /// <summary>Reads at most so many beside the cursor, in its direction: nearest first.</summary>
    Task<List<OccurrenceKey>> ReadAsync(PageCursor? at, int rows, CancellationToken cancellationToken);
}

using Antenna.Data.Paging;

namespace Antenna.Data.Occurrences;

/// <summary>An occurrence's place in an order.</summary>
/// <param name="Values">What the order compares, as a cursor carries it.</param>
internal readonly record struct OccurrenceKey(long Id, IReadOnlyList<string> Values);

/// <summary>An order that occurrences can be read in, a stretch at a time.</summary>
internal interface IOccurrenceOrdering
{
    /// <summary>Whether a cursor's key is a place in this order.</summary>
    bool Understands(PageCursor at);

    /// <summary>Reads at most so many after the cursor, in its direction: nearest first.</summary>
    Task<List<OccurrenceKey>> ReadAsync(PageCursor? at, int rows, CancellationToken cancellationToken);
}

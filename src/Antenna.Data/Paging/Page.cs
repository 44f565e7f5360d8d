namespace Antenna.Data.Paging;

/// <summary>
/// One page of a list that is read by key: however far in, a page costs what the first one does, and rows that come or
/// go meanwhile neither repeat nor hide others.
/// </summary>
/// <param name="Items">In the order of the query, whichever way the page was reached.</param>
/// <param name="Previous">The cursor of the page before; null on the first.</param>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Previous, string? Next);

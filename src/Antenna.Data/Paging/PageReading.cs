namespace Antenna.Data.Paging;

/// <summary>Turns rows that were read by key into a page.</summary>
internal static class PageReading
{
    /// <summary>
    /// Reads a page: one row more than it shows, to know whether there is another page. A page that was reached backwards
    /// and is not full is the first one, and is read as such, so that it has as many rows as the others.
    /// </summary>
    /// <param name="read">Reads at most so many rows from the cursor on, in its direction: nearest first.</param>
    /// <param name="key">The values of a row that the order compares.</param>
    public static async Task<Page<T>> ReadAsync<T>(
        PageCursor? cursor, string order, int size, Func<PageCursor?, int, Task<List<T>>> read, Func<T, IReadOnlyList<string>> key)
    {
        var rows = await read(cursor, size + 1);
        if (cursor is { Backward: true } && rows.Count <= size)
            (cursor, rows) = (null, await read(null, size + 1));

        var more = rows.Count > size;
        if (more)
            rows.RemoveAt(size);
        if (cursor is { Backward: true })
            rows.Reverse();
        var backward = cursor is { Backward: true };
        return rows.Count == 0
            ? new([], null, null)
            : new(
                rows,
                backward ? more ? Cursor(rows[0], backward: true) : null : cursor is null ? null : Cursor(rows[0], backward: true),
                backward || more ? Cursor(rows[^1], backward: false) : null);

        string Cursor(T row, bool backward) => new PageCursor(order, backward, key(row)).ToString();
    }
}

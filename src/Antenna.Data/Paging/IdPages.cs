using System.Linq.Expressions;
using Npgsql;

namespace Antenna.Data.Paging;

/// <summary>Pages of rows in the descending order of their ids: keyset pagination of a table by its primary key.</summary>
internal static class IdPages
{
    private const int LargestPage = 100;

    /// <summary>One page of the rows, the newest first.</summary>
    /// <param name="order">Names the order in cursors; a cursor of another one leads to the first page.</param>
    /// <param name="size">Rows a page, 1 to 100.</param>
    /// <param name="read">Reads what is shown of the rows that it is given, in whichever order.</param>
    public static Task<Page<TShown>> ReadAsync<TRow, TShown>(
        IQueryable<TRow> rows,
        Expression<Func<TRow, long>> id,
        string order,
        int size,
        string? cursor,
        Func<IQueryable<TRow>, Task<List<TShown>>> read,
        Func<TShown, long> idOf) =>
        PageReading.ReadAsync<TShown>(
            Parse(cursor, order),
            order,
            Math.Clamp(size, 1, LargestPage),
            async (at, most) =>
            {
                var found = await read(After(rows, id, at).Take(most));

                // What is joined to the rows need not keep their order.
                return at is { Backward: true } ? [.. found.OrderBy(idOf)] : [.. found.OrderByDescending(idOf)];
            },
            row => [CursorValue.Of(idOf(row))]);

    /// <summary>One page of rows that are found by their blocks, the newest first.</summary>
    /// <inheritdoc cref="ReadAsync{TRow, TShown}"/>
    /// <param name="read">Reads what is shown of the rows of these ids, in whichever order; what is gone meanwhile is left out.</param>
    public static async Task<Page<TShown>> ReadAsync<TShown>(
        IdBlocks blocks,
        NpgsqlDataSource dataSource,
        string order,
        int size,
        string? cursor,
        Func<IReadOnlyList<long>, Task<List<TShown>>> read,
        Func<TShown, long> idOf,
        CancellationToken cancellationToken)
    {
        var page = await PageReading.ReadAsync(
            Parse(cursor, order),
            order,
            Math.Clamp(size, 1, LargestPage),
            (at, most) => blocks.ReadAsync(dataSource, at, most, cancellationToken),
            id => [CursorValue.Of(id)]);
        return new([.. (await read(page.Items)).OrderByDescending(idOf)], page.Previous, page.Next);
    }

    /// <summary>The rows after the cursor, in its direction, nearest first.</summary>
    internal static IQueryable<TRow> After<TRow>(IQueryable<TRow> rows, Expression<Func<TRow, long>> id, PageCursor? at)
    {
        if (at is not null)
        {
            // A member of an object, as a closure has it: Entity Framework makes a parameter of that, and compiles the query
            // once. A constant would be a query of its own for every page.
            var key = Expression.Field(Expression.Constant(new Bound(CursorValue.ReadId(at.Key[0])!.Value)), nameof(Bound.Id));
            rows = rows.Where(Expression.Lambda<Func<TRow, bool>>(
                at.Backward ? Expression.GreaterThan(id.Body, key) : Expression.LessThan(id.Body, key), id.Parameters));
        }

        return at is { Backward: true } ? rows.OrderBy(id) : rows.OrderByDescending(id);
    }

    private static PageCursor? Parse(string? cursor, string order) =>
        PageCursor.Parse(cursor, order) is { } at && at.IsKeyOf(CursorValue.IsId) ? at : null;

    private sealed class Bound(long id)
    {
        public readonly long Id = id;
    }
}

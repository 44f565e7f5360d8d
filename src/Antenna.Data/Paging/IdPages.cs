using System.Linq.Expressions;

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
            PageCursor.Parse(cursor, order) is { } at && at.IsKeyOf(CursorValue.IsId) ? at : null,
            order,
            Math.Clamp(size, 1, LargestPage),
            async (at, most) =>
            {
                var found = await read(After(rows, id, at).Take(most));

                // What is joined to the rows need not keep their order.
                return at is { Backward: true } ? [.. found.OrderBy(idOf)] : [.. found.OrderByDescending(idOf)];
            },
            row => [CursorValue.Of(idOf(row))]);

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

    private sealed class Bound(long id)
    {
        public readonly long Id = id;
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

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
        ReadAsync((at, most) => After(rows, id, at).Take(most), order, size, cursor, read, idOf);

    /// <summary>One page of rows that are found by their blocks, the newest first.</summary>
    /// <inheritdoc cref="ReadAsync{TRow, TShown}(IQueryable{TRow}, Expression{Func{TRow, long}}, string, int, string?, Func{IQueryable{TRow}, Task{List{TShown}}}, Func{TShown, long})"/>
    public static Task<Page<TShown>> ReadAsync<TRow, TShown>(
        IdBlocks blocks,
        DbSet<TRow> stored,
        string order,
        int size,
        string? cursor,
        Func<IQueryable<TRow>, Task<List<TShown>>> read,
        Func<TShown, long> idOf)
        where TRow : class =>
        ReadAsync((at, most) => blocks.Rows(stored, at, most), order, size, cursor, read, idOf);

    private static Task<Page<TShown>> ReadAsync<TRow, TShown>(
        Func<PageCursor?, int, IQueryable<TRow>> nearest,
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
                var found = await read(nearest(at, most));

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

    private static PageCursor? Parse(string? cursor, string order) =>
        PageCursor.Parse(cursor, order) is { } at && at.IsKeyOf(CursorValue.IsId) ? at : null;

    private sealed class Bound(long id)
    {
        public readonly long Id = id;
    }
}

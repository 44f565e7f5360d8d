using System.Globalization;
using System.Linq.Expressions;

namespace Antenna.Data.Paging;

/// <summary>Pages of rows in the descending order of their ids.</summary>
internal static class IdCursor
{
    /// <summary>The cursor that a text says; null where it says none that is an id's.</summary>
    public static PageCursor? Parse(string? text, string order) =>
        PageCursor.Parse(text, order) is { Key: [var key] } cursor && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? cursor
            : null;

    /// <summary>The rows on the cursor's side, nearest first.</summary>
    public static IQueryable<T> Beside<T>(IQueryable<T> rows, Expression<Func<T, long>> id, PageCursor? at)
    {
        if (at is not null)
        {
            var key = Expression.Constant(long.Parse(at.Key[0], CultureInfo.InvariantCulture));
            rows = rows.Where(Expression.Lambda<Func<T, bool>>(
                at.Backward ? Expression.GreaterThan(id.Body, key) : Expression.LessThan(id.Body, key), id.Parameters));
        }

        return at is { Backward: true } ? rows.OrderBy(id) : rows.OrderByDescending(id);
    }
}

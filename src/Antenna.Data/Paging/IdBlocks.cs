using System.Globalization;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Paging;

/// <summary>A value that rows have, and the blocks of ids in which some row has it.</summary>
/// <param name="Noted">Its column in the table of blocks.</param>
/// <param name="Row">Its expression over a row, which is named <c>stored</c>.</param>
internal readonly record struct BlockValue(string Noted, string Row, long Value);

/// <summary>
/// Rows with some values, in the order of their ids, found by the blocks of ids in which there are some: a page costs at most as
/// many blocks as it shows rows, however many rows of others lie between.
/// </summary>
/// <param name="blocks">The table of blocks.</param>
/// <param name="rows">The table of the rows.</param>
/// <param name="values">What the rows have; at least one.</param>
internal sealed class IdBlocks(string blocks, string rows, IReadOnlyList<BlockValue> values)
{
    // Parameters, by their places among the values.
    private const string Bound = "{0}";
    private const string Most = "{1}";

    /// <summary>The rows after the cursor, in its direction, as a query of which the page that is shown is made.</summary>
    /// <param name="most">How many rows, nearest first.</param>
    public IQueryable<TRow> Rows<TRow>(DbSet<TRow> stored, PageCursor? at, int most)
        where TRow : class
    {
        var bound = at is null ? long.MaxValue : CursorValue.ReadId(at.Key[0])!.Value;
        return stored.FromSqlRaw(Sql(at is { Backward: true }), [bound, most, .. values.Select(value => (object)value.Value)]).AsNoTracking();
    }

    // The inner query stands for itself, by its limit: the planner takes a block for many more rows than it has, and joined to all
    // others it would read those first.
    private string Sql(bool backward)
    {
        var (after, order) = backward ? (">", "asc") : ("<", "desc");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            select found.*
            from (
                select distinct block from {blocks}
                where block {after}= {Bound} >> {IdBlock.Bits} and {Conditions(value => value.Noted)}
                order by block {order}) noted
            cross join lateral (
                select stored.* from {rows} stored
                where stored.id between noted.block << {IdBlock.Bits} and (noted.block << {IdBlock.Bits}) + {(1 << IdBlock.Bits) - 1}
                  and stored.id {after} {Bound} and {Conditions(value => value.Row)}
                order by stored.id {order} limit {Most}) found
            order by noted.block {order}, found.id {order}
            limit {Most}
            """);
    }

    private string Conditions(Func<BlockValue, string> column) =>
        string.Join(" and ", values.Select((value, index) => $"{column(value)} = {{{index + 2}}}"));
}

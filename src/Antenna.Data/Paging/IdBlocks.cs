using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

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
    /// <summary>The ids of the rows after the cursor, in its direction, nearest first.</summary>
    public async Task<List<long>> ReadAsync(NpgsqlDataSource dataSource, PageCursor? at, int most, CancellationToken cancellationToken)
    {
        // It is taken for one of many rows, which the database would compile: that takes a hundred times as long as reading these.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var reader = await connection.ReadLongAsync(Sql(at is { Backward: true }), Values(at, most), cancellationToken);
        var ids = new List<long>(most);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>The values of the parameters of <see cref="Sql"/>.</summary>
    internal object[] Values(PageCursor? at, int most) =>
        [at is null ? long.MaxValue : CursorValue.ReadId(at.Key[0])!.Value, most, .. values.Select(value => value.Value)];

    // The inner query stands for itself, by its limit: the planner takes a block for many more rows than it has, and joined to all
    // others it would read those first.
    internal string Sql(bool backward)
    {
        var (after, order) = backward ? (">", "asc") : ("<", "desc");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            select found.id
            from (
                select distinct block from {blocks}
                where block {after}= $1 >> {IdBlock.Bits} and {Conditions(value => value.Noted)}
                order by block {order}) noted
            cross join lateral (
                select stored.id from {rows} stored
                where stored.id between noted.block << {IdBlock.Bits} and (noted.block << {IdBlock.Bits}) + {(1 << IdBlock.Bits) - 1}
                  and stored.id {after} $1 and {Conditions(value => value.Row)}
                order by stored.id {order} limit $2) found
            order by noted.block {order}, found.id {order}
            limit $2
            """);
    }

    private string Conditions(Func<BlockValue, string> column) =>
        string.Join(" and ", values.Select((value, index) => $"{column(value)} = ${index + 3}"));
}

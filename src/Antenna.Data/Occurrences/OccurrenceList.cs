using System.Data;
using Antenna.Data.Paging;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>Lists occurrences, a page at a time, in an order and by a filter.</summary>
public sealed class OccurrenceList(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy)
{
    public const int LargestPage = 100;

    /// <summary>
    /// One page. A cursor of another order, or that is none, leads to the first page; a filter by what is not there to
    /// nothing.
    /// </summary>
    /// <param name="size">Rows a page, 1 to <see cref="LargestPage"/>.</param>
    public async Task<Page<OccurrenceRow>> ReadAsync(
        OccurrenceFilter filter, OccurrenceOrder order, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);

        // One snapshot: a run that commits in between must not have a row's determination differ from what it was found by.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var resolved = await new OccurrenceFilterResolver(connection, taxonomy).ResolveAsync(filter, cancellationToken);
        if (resolved is null)
            return new([], null, null);

        var ordering = Ordering(connection, resolved, order, await taxonomy.GetAsync(cancellationToken));
        var name = order.ToString();
        var at = PageCursor.Parse(cursor, name);
        var page = await PageReading.ReadAsync(
            at is not null && ordering.Understands(at) ? at : null,
            name,
            Math.Clamp(size, 1, LargestPage),
            (from, rows) => ordering.ReadAsync(from, rows, cancellationToken),
            key => key.Values);
        var rows = await OccurrenceRows.ReadAsync(connection, [.. page.Items.Select(key => key.Id)], cancellationToken);
        return new(rows, page.Previous, page.Next);
    }

    /// <summary>The occurrences of these ids, in their order; what is not there is left out.</summary>
    public async Task<IReadOnlyList<OccurrenceRow>> FindAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await OccurrenceRows.ReadAsync(connection, ids, cancellationToken);
    }

    private static IOccurrenceOrdering Ordering(
        NpgsqlConnection connection, ResolvedOccurrenceFilter resolved, OccurrenceOrder order, TaxonomySnapshot snapshot) => order switch
    {
        OccurrenceOrder.Newest => ColumnOrdering.FirstSeen(connection, resolved, newestFirst: true),
        OccurrenceOrder.Oldest => ColumnOrdering.FirstSeen(connection, resolved, newestFirst: false),
        OccurrenceOrder.HighestScore => ColumnOrdering.MachineScore(connection, resolved, highestFirst: true),
        OccurrenceOrder.LowestScore => ColumnOrdering.MachineScore(connection, resolved, highestFirst: false),
        OccurrenceOrder.Name => new TaxonNameOrdering(connection, resolved, snapshot, descending: false),
        OccurrenceOrder.NameDescending => new TaxonNameOrdering(connection, resolved, snapshot, descending: true),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "There is no such order."),
    };
}

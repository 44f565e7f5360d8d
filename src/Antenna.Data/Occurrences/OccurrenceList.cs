using System.Data;
using Antenna.Data.Database;
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

    /// <summary>
    /// What comes before and after an occurrence in a filtered list. It need not be in the list, which a person who works through
    /// it changes with every click: then these are the neighbours of the place where it would be.
    /// </summary>
    public async Task<OccurrenceNeighbours> NeighboursAsync(
        OccurrenceFilter filter, OccurrenceOrder order, long occurrenceId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var resolved = await new OccurrenceFilterResolver(connection, taxonomy).ResolveAsync(filter, cancellationToken);
        var snapshot = await taxonomy.GetAsync(cancellationToken);
        if (resolved is null || await KeyAsync(connection, order, occurrenceId, snapshot, cancellationToken) is not { } key)
            return OccurrenceNeighbours.None;
        var ordering = Ordering(connection, resolved, order, snapshot);
        return new(await NearestAsync(backward: true), await NearestAsync(backward: false));

        async Task<long?> NearestAsync(bool backward) =>
            await ordering.ReadAsync(new(order.ToString(), backward, key), 1, cancellationToken) is [var nearest] ? nearest.Id : null;
    }

    /// <summary>The occurrences of these ids, in their order; what is not there is left out.</summary>
    public async Task<IReadOnlyList<OccurrenceRow>> FindAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await OccurrenceRows.ReadAsync(connection, ids, cancellationToken);
    }

    /// <summary>What an order compares of an occurrence; null where there is none of that id.</summary>
    private static async Task<IReadOnlyList<string>?> KeyAsync(
        NpgsqlConnection connection, OccurrenceOrder order, long id, TaxonomySnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select first_seen_at, machine_score, determination_taxon_id from occurrences where id = $1", id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var seen = reader.GetFieldValue<DateTime?>(0);
        var taxon = reader.GetFieldValue<long?>(2);
        return order switch
        {
            OccurrenceOrder.Newest or OccurrenceOrder.Oldest => [CursorValue.Of(seen), CursorValue.Of(id)],
            OccurrenceOrder.HighestScore or OccurrenceOrder.LowestScore =>
                [reader.GetFieldValue<double?>(1) is { } score ? CursorValue.Of(score) : CursorValue.Absent, CursorValue.Of(id)],
            _ => new NamedPlace(taxon is { } named ? snapshot.NameOf(named)?.Name : null, taxon ?? 0, seen, id).Values,
        };
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

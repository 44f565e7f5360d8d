using System.Runtime.CompilerServices;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>
/// Occurrences as they were at one moment, to be read through once or several times, in the order of their ids. Memory is that
/// of one batch, however many they are; the number of statements follows from that of batches, never from that of rows.
/// </summary>
public sealed class OccurrenceExtract : IAsyncDisposable
{
    /// <summary>Of the transaction that reads it, and gone with it.</summary>
    internal const string Table = "exported_occurrences";

    internal const string Create =
        $"create temporary table {Table} (occurrence_id bigint primary key, is_determined boolean not null, is_placed boolean not null) on commit drop";

    /// <summary>Whether an <c>occurrence</c> has a time, a detection, and a station with coordinates.</summary>
    internal const string IsPlaced =
        """
        (occurrence.first_seen_at is not null and occurrence.deployment_id in (
            select station.id from deployments station where station.latitude is not null and station.longitude is not null)
            and exists (select from detections seen where seen.occurrence_id = occurrence.id))
        """;

    private const int OccurrencesAtOnce = 500;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    internal OccurrenceExtract(NpgsqlConnection connection, NpgsqlTransaction transaction, ExportSize size, TaxonTree tree)
    {
        _connection = connection;
        _transaction = transaction;
        Size = size;
        Tree = tree;
    }

    public ExportSize Size { get; }

    /// <summary>The taxonomy, with every taxon that is named.</summary>
    public TaxonTree Tree { get; }

    internal NpgsqlConnection Connection => _connection;

    /// <summary>Streams the occurrences.</summary>
    /// <param name="determinedOnly">Leaves out those without a determination.</param>
    public IAsyncEnumerable<ExportedOccurrence> ReadAsync(bool determinedOnly, CancellationToken cancellationToken) =>
        ReadAsync(determinedOnly ? "is_determined" : "true", cancellationToken);

    /// <summary>Streams those that have a time, a detection, and a station with coordinates.</summary>
    internal IAsyncEnumerable<ExportedOccurrence> ReadPlacedAsync(CancellationToken cancellationToken) => ReadAsync("is_placed", cancellationToken);

    private async IAsyncEnumerable<ExportedOccurrence> ReadAsync(string condition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = 0;
        while (await NextAsync(last, condition, cancellationToken) is { Length: > 0 } ids)
        {
            foreach (var occurrence in await ExportedRows.ReadAsync(_connection, ids, cancellationToken))
                yield return occurrence;
            last = ids[^1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<long[]> NextAsync(long after, string condition, CancellationToken cancellationToken)
    {
        await using var command = _connection.Command(
            $"""
            select occurrence_id from {Table} where occurrence_id > $1 and {condition}
            order by occurrence_id limit {OccurrencesAtOnce}
            """,
            after);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>(OccurrencesAtOnce);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return [.. ids];
    }
}

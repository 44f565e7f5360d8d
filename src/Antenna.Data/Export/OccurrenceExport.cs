using System.Data;
using Antenna.Data.Database;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>Hands on occurrences: whatever a filter finds, or those of some ids.</summary>
public sealed class OccurrenceExport(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy)
{
    /// <summary>How many occurrences there are now.</summary>
    public async Task<ExportSize> CountAsync(OccurrenceChoice choice, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        if (await choice.FindAsync(connection, taxonomy, cancellationToken) is not var (sql, conditions, _))
            return new(0, 0, 0);
        await using var command = sql.Command(connection, $"select count(*), count(occurrence.determination_taxon_id), count(*) filter (where {OccurrenceExtract.IsPlaced}) {conditions}");
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>
    /// Takes the occurrences as they are at this moment: whatever is written while they are read, all parts of it agree. A
    /// connection is held until the extract is disposed of.
    /// </summary>
    public async Task<OccurrenceExtract> OpenAsync(OccurrenceChoice choice, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var size = await TakeAsync(connection, choice, cancellationToken);

            // After the first statement of the transaction: every taxon that it sees is known.
            return new(connection, transaction, size, (await taxonomy.GetAsync(cancellationToken)).Tree);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts the ids into a table of the transaction's own: each pass over them costs the filter nothing, and this process no memory.</summary>
    private async Task<ExportSize> TakeAsync(NpgsqlConnection connection, OccurrenceChoice choice, CancellationToken cancellationToken)
    {
        await RunAsync(connection, OccurrenceExtract.Create, cancellationToken);
        if (await choice.FindAsync(connection, taxonomy, cancellationToken) is not var (sql, conditions, _))
            return new(0, 0, 0);
        await using (var take = sql.Command(
            connection,
            $"insert into {OccurrenceExtract.Table} select occurrence.id, occurrence.determination_taxon_id is not null, {OccurrenceExtract.IsPlaced} {conditions} order by occurrence.id"))
        {
            take.CommandTimeout = 0;
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        await RunAsync(connection, $"analyze {OccurrenceExtract.Table}", cancellationToken);
        await using var count = connection.Command($"select count(*), count(*) filter (where is_determined), count(*) filter (where is_placed) from {OccurrenceExtract.Table}");
        await using var reader = await count.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Tables;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>Hands on what a run did, as its effects have it: what undoing it would undo.</summary>
public sealed class RunEffectsExport(NpgsqlDataSource dataSource)
{
    /// <summary>Opens the effects of a run; null where there is no such run. A connection is held until they are disposed of.</summary>
    public async Task<RunEffectsExtract?> OpenAsync(long runId, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = connection.Command(
                "select (select count(*) from run_occurrence_effects where run_id = $1) from runs where id = $1", runId);
            if (await command.ExecuteScalarAsync(cancellationToken) is long size)
                return new(connection, runId, size);
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>What a run did.</summary>
public sealed class RunEffectsExtract : IAsyncDisposable
{
    private const int RowsBetweenReports = 500;

    // A row that counted before the run or after it may have been removed since, by an undo or a later run: it is kept as it was then,
    // once for each time that it was removed. Those are found in one pass, for they have no index by their own id.
    private const string Effects =
        """
        with counted(id) as (
            select terminal_before_id from run_lineage_effects where run_id = $1
            union
            select terminal_after_id from run_lineage_effects where run_id = $1),
        gone as (
            select distinct on (removed.classification_id) removed.classification_id as id,
                   (removed.row ->> 'taxon_id')::bigint as taxon_id, (removed.row ->> 'algorithm_id')::bigint as algorithm_id,
                   (removed.row ->> 'score')::float8 as score, (removed.row ->> 'listed_mass')::float8 as listed_mass,
                   (removed.row ->> 'nothing_mass')::float8 as nothing_mass, (removed.row ->> 'off_list_mass')::float8 as off_list_mass
            from removed_classifications removed
            where removed.classification_id in (select id from counted)
              and not exists (select from classifications there where there.id = removed.classification_id)
            order by removed.classification_id, removed.run_id desc)
        select effect.occurrence_id, before.name, before.rank, effect.score_before, after.name, after.rank, effect.score_after,
               effect.taxon_before_id is distinct from effect.taxon_after_id,
               lineage.lineage_id, lineage.written, lineage.removed_id,
               lineage.terminal_before_id, was_taxon.name, coalesce(was.score, was_gone.score), was_by.name,
               lineage.terminal_after_id, now_taxon.name, coalesce(now.score, now_gone.score), now_by.name,
               coalesce(now.listed_mass, now_gone.listed_mass), coalesce(now.nothing_mass, now_gone.nothing_mass), coalesce(now.off_list_mass, now_gone.off_list_mass)
        from run_occurrence_effects effect
        left join taxa before on before.id = effect.taxon_before_id
        left join taxa after on after.id = effect.taxon_after_id
        left join run_lineage_effects lineage on lineage.run_id = effect.run_id and lineage.occurrence_id = effect.occurrence_id
        left join classifications was on was.id = lineage.terminal_before_id
        left join gone was_gone on was_gone.id = lineage.terminal_before_id
        left join taxa was_taxon on was_taxon.id = coalesce(was.taxon_id, was_gone.taxon_id)
        left join algorithms was_by on was_by.id = coalesce(was.algorithm_id, was_gone.algorithm_id)
        left join classifications now on now.id = lineage.terminal_after_id
        left join gone now_gone on now_gone.id = lineage.terminal_after_id
        left join taxa now_taxon on now_taxon.id = coalesce(now.taxon_id, now_gone.taxon_id)
        left join algorithms now_by on now_by.id = coalesce(now.algorithm_id, now_gone.algorithm_id)
        where effect.run_id = $1
        order by effect.occurrence_id, lineage.lineage_id
        """;

    private readonly NpgsqlConnection _connection;

    internal RunEffectsExtract(NpgsqlConnection connection, long runId, long occurrences) => (_connection, RunId, Occurrences) = (connection, runId, occurrences);

    public long RunId { get; }

    /// <summary>Occurrences that the run touched.</summary>
    public long Occurrences { get; }

    /// <summary>Writes all of it as a table for spreadsheets, streamed.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    public async Task WriteAsync(Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        await using var table = new TableWriter(stream, OwnTables.RunEffects, forSpreadsheets: true);
        await using var command = _connection.Command(Effects, RunId);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        long occurrences = 0;
        long? last = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt64(0) is var id && id != last)
                (last, occurrences) = (id, occurrences + 1);
            Write(table, reader);
            await table.EndRowAsync(cancellationToken);
            if (table.Rows % RowsBetweenReports == 0)
                progress?.Report(new(Math.Min(1, (double)occurrences / Math.Max(1, Occurrences)), table.Rows));
        }

        await table.FlushAsync(cancellationToken);
        progress?.Report(new(1, table.Rows));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>What the file of a run is called.</summary>
    /// <param name="runId">The run.</param>
    public static string FileName(long runId) => string.Create(CultureInfo.InvariantCulture, $"run-{runId}-effects.csv");

    private void Write(TableWriter table, NpgsqlDataReader reader)
    {
        table.Number(RunId);
        table.Number(reader.GetInt64(0));
        foreach (var first in (int[])[1, 4])
        {
            table.Text(Text(reader, first));
            table.Text(reader.IsDBNull(first + 1) ? null : ((Rank)reader.GetInt16(first + 1)).DisplayName());
            table.Number(reader.GetFieldValue<double?>(first + 2));
        }

        table.YesOrNo(reader.GetBoolean(7));
        table.Number(reader.GetFieldValue<long?>(8));
        table.YesOrNo(reader.GetFieldValue<bool?>(9));
        table.Number(reader.GetFieldValue<long?>(10));
        foreach (var first in (int[])[11, 15])
        {
            table.Number(reader.GetFieldValue<long?>(first));
            table.Text(Text(reader, first + 1));
            table.Number(reader.GetFieldValue<double?>(first + 2));
            table.Text(Text(reader, first + 3));
        }

        foreach (var mass in (int[])[19, 20, 21])
            table.Number(reader.GetFieldValue<double?>(mass));
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Tables;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>Hands on what a run did, as its effects have it: what undoing it would take back.</summary>
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

    private const string Effects =
        """
        select effect.occurrence_id, before.name, before.rank, effect.score_before, after.name, after.rank, effect.score_after,
               lineage.lineage_id, lineage.written, lineage.removed_id,
               lineage.terminal_before_id, was_taxon.name, was.score, was_by.name, lineage.terminal_after_id, now_taxon.name, now.score, now_by.name,
               now.listed_mass, now.nothing_mass, now.off_list_mass
        from run_occurrence_effects effect
        left join taxa before on before.id = effect.taxon_before_id
        left join taxa after on after.id = effect.taxon_after_id
        left join run_lineage_effects lineage on lineage.run_id = effect.run_id and lineage.occurrence_id = effect.occurrence_id
        left join classifications was on was.id = lineage.terminal_before_id
        left join taxa was_taxon on was_taxon.id = was.taxon_id
        left join algorithms was_by on was_by.id = was.algorithm_id
        left join classifications now on now.id = lineage.terminal_after_id
        left join taxa now_taxon on now_taxon.id = now.taxon_id
        left join algorithms now_by on now_by.id = now.algorithm_id
        where effect.run_id = $1
        order by effect.occurrence_id, lineage.lineage_id
        """;

    private readonly NpgsqlConnection _connection;

    internal RunEffectsExtract(NpgsqlConnection connection, long runId, long occurrences) => (_connection, RunId, Occurrences) = (connection, runId, occurrences);

    /// <summary>The columns: an occurrence with its determination before and after, and one of its lineages that the run changed, with the row that counted before and that counts after.</summary>
    public static IReadOnlyList<string> Header { get; } =
    [
        "run_id", "occurrence_id", "determined_before", "rank_before", "score_before", "determined_after", "rank_after", "score_after", "another_taxon",
        "lineage_id", "written", "removed_id",
        "terminal_before_id", "terminal_before_name", "terminal_before_score", "terminal_before_algorithm",
        "terminal_after_id", "terminal_after_name", "terminal_after_score", "terminal_after_algorithm",
        "listed_mass", "nothing_mass", "off_list_mass",
    ];

    public long RunId { get; }

    /// <summary>Occurrences that the run touched.</summary>
    public long Occurrences { get; }

    /// <summary>Writes all of it as a table for spreadsheets, streamed.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    public async Task WriteAsync(Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        await using var table = new TableWriter(stream, Header, forSpreadsheets: true);
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

        table.YesOrNo(Text(reader, 1) != Text(reader, 4));
        table.Number(reader.GetFieldValue<long?>(7));
        table.YesOrNo(reader.GetFieldValue<bool?>(8));
        table.Number(reader.GetFieldValue<long?>(9));
        foreach (var first in (int[])[10, 14])
        {
            table.Number(reader.GetFieldValue<long?>(first));
            table.Text(Text(reader, first + 1));
            table.Number(reader.GetFieldValue<double?>(first + 2));
            table.Text(Text(reader, first + 3));
        }

        foreach (var mass in (int[])[18, 19, 20])
            table.Number(reader.GetFieldValue<double?>(mass));
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

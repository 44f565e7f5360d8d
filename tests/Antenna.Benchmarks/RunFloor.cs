using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// What a run cannot be faster than: streaming the same logits, and writing the same rows into the same tables, with the same
/// indexes and constraints and in as many transactions, by COPY and set-based updates from arrays that lie ready in memory; each
/// with as many workers as the run has.
/// </summary>
internal sealed class RunFloor
{
    private const string Demote = "update classifications set terminal = false where id = any($1)";

    private const string Determine =
        """
        update occurrences occurrence
        set determination_taxon_id = changed.taxon_id, determination_score = changed.score,
            machine_taxon_id = changed.machine_taxon_id, machine_score = changed.machine_score
        from unnest($1, $2, $3, $4, $5) as changed(id, taxon_id, score, machine_taxon_id, machine_score)
        where occurrence.id = changed.id
        """;

    private readonly IReadOnlyList<CopiedRows> _algorithm;
    private readonly ConcurrentQueue<Batch[]> _parts;
    private readonly int _workers;

    private RunFloor(IReadOnlyList<CopiedRows> algorithm, ConcurrentQueue<Batch[]> parts, int workers) =>
        (_algorithm, _parts, _workers) = (algorithm, parts, workers);

    /// <summary>Streams the logits that a run reads.</summary>
    public static async Task<TimeSpan> StreamAsync(NpgsqlDataSource dataSource, int workers, CancellationToken cancellationToken)
    {
        var scope = RunScope.OfCaptureSet(RunFixture.CaptureSetId);
        IReadOnlyList<OccurrenceRange> ranges;
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
            ranges = await ScopeParts.CutAsync(connection, scope, new(1, workers), cancellationToken);

        var started = Stopwatch.GetTimestamp();
        var bytes = await Task.WhenAll(ranges.Select(range => Task.Run(
            async () =>
            {
                await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                await using var reader = await ScopeRows.ReadAsync(connection, scope, RunFixture.ClassifierId, range, cancellationToken);
                var read = 0L;
                while (await reader.ReadAsync(cancellationToken))
                    read += reader.Logits.Length;
                return read;
            },
            cancellationToken)));
        return bytes.All(read => read > 0) ? Stopwatch.GetElapsedTime(started) : throw new InvalidOperationException("The fixture has no logits.");
    }

    /// <summary>Takes what a run wrote out of its database.</summary>
    /// <param name="batchSize">Rows of a transaction, as the run's.</param>
    public static async Task<RunFloor> ReadAsync(
        NpgsqlDataSource dataSource, long runId, int batchSize, int workers, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var last = (long)(await ScalarAsync(connection, $"select max(occurrence_id) from run_occurrence_effects where run_id = {runId}", cancellationToken))!;
        var batches = new List<Batch>();
        for (var after = 0L; after < last; after += batchSize)
            batches.Add(await Batch.ReadAsync(connection, runId, after, after + batchSize, cancellationToken));
        IReadOnlyList<CopiedRows> algorithm =
        [
            await CopiedRows.ReadAsync(connection, "kept_sets", "*", "true", cancellationToken),
            await CopiedRows.ReadAsync(connection, "algorithms", "*", $"id = (select algorithm_id from runs where id = {runId})", cancellationToken),
        ];
        return new(algorithm, new(batches.Chunk(Math.Max(1, PartSize.Default.Occurrences / batchSize))), workers);
    }

    /// <summary>Writes it into a database in which the run has not been; what triggers would write is written with it.</summary>
    public async Task<(TimeSpan Elapsed, ProcessorTime Processor)> WriteAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        {
            foreach (var table in (string[])["classifications", "occurrences", "occurrence_algorithms"])
                await ScalarAsync(connection, $"alter table {table} disable trigger user", cancellationToken);
            foreach (var rows in _algorithm)
                await rows.WriteAsync(connection, cancellationToken);
        }

        var processor = await ProcessorTime.ReadAsync(dataSource, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, _workers).Select(_ => Task.Run(() => WritePartsAsync(dataSource, cancellationToken), cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        return (elapsed, await ProcessorTime.ReadAsync(dataSource, cancellationToken) - processor);
    }

    private async Task WritePartsAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        while (_parts.TryDequeue(out var part))
        {
            foreach (var batch in part)
                await batch.WriteAsync(connection, cancellationToken);
        }
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Rows of a table, in PostgreSQL's own format.</summary>
    private sealed record CopiedRows(string Target, byte[] Rows)
    {
        public static async Task<CopiedRows> ReadAsync(
            NpgsqlConnection connection, string table, string columns, string condition, CancellationToken cancellationToken)
        {
            await using var stream = await connection.BeginRawBinaryCopyAsync(
                $"copy (select {columns} from {table} where {condition}) to stdout (format binary)", cancellationToken);
            using var rows = new MemoryStream();
            await stream.CopyToAsync(rows, cancellationToken);
            return new(columns == "*" ? table : $"{table} ({columns})", rows.ToArray());
        }

        public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            await using var stream = await connection.BeginRawBinaryCopyAsync($"copy {Target} from stdin (format binary)", cancellationToken);
            await stream.WriteAsync(Rows, cancellationToken);
        }
    }

    /// <summary>What a transaction of the run wrote.</summary>
    private sealed record Batch(
        IReadOnlyList<CopiedRows> Copied, long[] Demoted, long[] Occurrences, long?[] Taxa, double?[] Scores, long?[] MachineTaxa, double?[] MachineScores)
    {
        private static readonly (string Table, string Columns, string Condition)[] Tables =
        [
            ("classifications",
                "id, detection_id, algorithm_id, lineage_id, applied_to_id, run_id, taxon_id, class_index, score, absolute_score, terminal, created_at, "
                + "listed_mass, nothing_mass, off_list_mass, top_classes, top_taxa, top_scores",
                "run_id = {0} and detection_id in (select id from detections where occurrence_id > {1} and occurrence_id <= {2})"),
            ("occurrence_algorithms", "occurrence_id, algorithm_id, project_id, first_seen_at",
                "algorithm_id = (select algorithm_id from runs where id = {0}) and occurrence_id > {1} and occurrence_id <= {2}"),
            ("run_lineage_effects", "run_id, occurrence_id, lineage_id, terminal_before_id, terminal_after_id, written, removed_id",
                "run_id = {0} and occurrence_id > {1} and occurrence_id <= {2}"),
            ("run_occurrence_effects", "run_id, occurrence_id, taxon_before_id, score_before, taxon_after_id, score_after, first_seen_at",
                "run_id = {0} and occurrence_id > {1} and occurrence_id <= {2}"),
        ];

        public static async Task<Batch> ReadAsync(NpgsqlConnection connection, long runId, long after, long last, CancellationToken cancellationToken)
        {
            var copied = new List<CopiedRows>();
            foreach (var (table, columns, condition) in Tables)
            {
                copied.Add(await CopiedRows.ReadAsync(
                    connection, table, columns, string.Format(CultureInfo.InvariantCulture, condition, runId, after, last), cancellationToken));
            }

            var range = $"run_id = {runId} and occurrence_id > {after} and occurrence_id <= {last}";
            var changed =
                "from occurrences where id in (select occurrence_id from run_occurrence_effects "
                + $"where {range} and (taxon_before_id, score_before) is distinct from (taxon_after_id, score_after))";
            async Task<T[]> ColumnAsync<T>(string expression, string from) =>
                (T[])(await ScalarAsync(connection, $"select coalesce(array_agg({expression}), '{{}}') {from}", cancellationToken))!;
            return new(
                copied,
                await ColumnAsync<long>("terminal_before_id", $"from run_lineage_effects where {range}"),
                await ColumnAsync<long>("id order by id", changed),
                [.. (await ColumnAsync<long>("determination_taxon_id order by id", changed)).Select(id => (long?)id)],
                [.. (await ColumnAsync<double>("determination_score order by id", changed)).Select(score => (double?)score)],
                [.. (await ColumnAsync<long>("machine_taxon_id order by id", changed)).Select(id => (long?)id)],
                [.. (await ColumnAsync<double>("machine_score order by id", changed)).Select(score => (double?)score)]);
        }

        public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var updates = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new(Demote) { Parameters = { new() { Value = Demoted } } },
                    new(Determine)
                    {
                        Parameters =
                        {
                            new() { Value = Occurrences }, new() { Value = Taxa }, new() { Value = Scores },
                            new() { Value = MachineTaxa }, new() { Value = MachineScores },
                        },
                    },
                },
            })
            {
                await updates.ExecuteNonQueryAsync(cancellationToken);
            }

            foreach (var rows in Copied)
                await rows.WriteAsync(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}

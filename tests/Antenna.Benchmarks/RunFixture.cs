using Antenna.Data.Database;
using Antenna.Data.Predictions;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Benchmarks;

/// <summary>A generated capture set that a run is measured on: one detection an occurrence, thirty a capture.</summary>
/// <param name="Rows">Classifications, one an occurrence.</param>
/// <param name="Classes">Classes a classification.</param>
/// <param name="Kept">The share of the classes that the list keeps.</param>
internal sealed record RunFixture(string Name, int Rows, int Classes, double Kept)
{
    public const long CaptureSetId = 1;
    public const long TaxaListId = 1;
    public const long ClassifierId = 1;

    private const int DetectionsPerCapture = 30;

    public static IReadOnlyList<RunFixture> All { get; } =
    [
        new("wide", 4_000, 29_176, 0.1),
        new("regional", 50_000, 2_497, 0.7),
    ];

    /// <summary>Fills an empty database.</summary>
    public async Task FillAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await AntennaDatabase.MigrateAsync(dataSource, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection) { Timeout = 0 })
        {
            foreach (var statement in Statements())
                batch.BatchCommands.Add(new(statement));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await CopyLogitsAsync(connection, cancellationToken);
        await using var settle = new NpgsqlBatch(connection)
        {
            Timeout = 0,
            BatchCommands =
            {
                new("select setval(pg_get_serial_sequence('classifications', 'id'), (select max(id) from classifications))"),
                new("update occurrences o set determination_taxon_id = c.taxon_id, determination_score = c.score, machine_taxon_id = c.taxon_id, machine_score = c.score from classifications c where c.id = o.id"),
            },
        };
        await settle.ExecuteNonQueryAsync(cancellationToken);
        await using var vacuum = new NpgsqlCommand("vacuum (full, analyze)", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    private IEnumerable<string> Statements()
    {
        var kept = (int)(Classes * Kept);
        var captures = (Rows + DetectionsPerCapture - 1) / DetectionsPerCapture;
        yield return "insert into people (id, name) values (1, 'benchmark')";
        yield return "insert into projects (id, name, created_at, is_demo) values (1, 'benchmark', now(), false)";
        yield return "insert into deployments (id, project_id, name) values (1, 1, 'station')";
        yield return $"insert into taxa (id, name, rank, homonym, misapplied, source) select n, 'Genus species' || n, 110, 0, false, 'benchmark' from generate_series(1, {Classes}) n";
        yield return $"insert into category_maps (id, hash, class_count) values (1, 'benchmark', {Classes})";
        yield return $"insert into category_map_classes (category_map_id, index, label, meaning, taxon_id) select 1, n - 1, 'Genus species' || n, 'Taxon', n from generate_series(1, {Classes}) n";
        yield return "insert into algorithms (id, kind, key, name, version, category_map_id, created_at) values (1, 'Classifier', 'benchmark', 'benchmark classifier', 1, 1, now())";
        yield return "insert into algorithms (id, kind, key, name, version, created_at) values (2, 'Detector', 'detector', 'benchmark detector', 1, now())";
        yield return "select setval(pg_get_serial_sequence('algorithms', 'id'), 2)";
        yield return "insert into taxa_lists (id, name, created_at) values (1, 'benchmark list', now())";
        yield return $"insert into taxa_list_versions (id, taxa_list_id, number, author_id, created_at, entry_count, content_hash) values (1, 1, 1, 1, now(), {kept}, 'benchmark')";

        // The kept taxa are spread over the map, as those of a real list are.
        yield return $"insert into taxa_list_entries (taxa_list_version_id, name_key, name, rank, include_descendants, keys, higher_taxa, taxon_id, match) select 1, taxon, taxon, 110, false, '{{}}', '{{}}', taxon, 'Exact' from (select distinct 1 + floor(n * {Classes}::numeric / {kept})::bigint as taxon from generate_series(0, {kept} - 1) n) listed";
        yield return $"insert into captures (id, project_id, deployment_id, path, captured_at, width, height) select n, 1, 1, n || '.jpg', timestamp '2024-06-01' + n * interval '1 minute', 4096, 2160 from generate_series(1, {captures}) n";
        yield return "insert into capture_sets (id, project_id, name, created_at) values (1, 1, 'benchmark set', now())";
        yield return "insert into capture_set_items select 1, id from captures";
        yield return $"insert into occurrences (id, project_id, deployment_id, first_seen_at, verified) select n, 1, 1, timestamp '2024-06-01' + (1 + n / {DetectionsPerCapture}) * interval '1 minute', false from generate_series(1, {Rows}) n";
        yield return $"insert into detections (id, capture_id, algorithm_id, occurrence_id, x1, y1, x2, y2) select n, 1 + (n - 1) / {DetectionsPerCapture}, 2, n, n % 4000, n % 2000, n % 4000 + 60, n % 2000 + 40 from generate_series(1, {Rows}) n";
    }

    /// <summary>Noise of a classifier's usual spread, with a few classes well above it.</summary>
    private async Task CopyLogitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const int patterns = 64;
        var random = new Random(20_240_601);
        var logits = new float[patterns][];
        for (var pattern = 0; pattern < patterns; pattern++)
        {
            var row = logits[pattern] = new float[Classes];
            for (var i = 0; i < Classes; i++)
                row[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 4;
            for (var peak = 0; peak < 5; peak++)
                row[random.Next(Classes)] = 8 + (float)random.NextDouble() * 4;
        }

        var winners = logits.Select(row => Array.IndexOf(row, row.Max())).ToArray();
        await using (var writer = await connection.BeginBinaryImportAsync(
            "copy classifications (id, detection_id, algorithm_id, lineage_id, taxon_id, class_index, score, absolute_score, terminal, created_at) from stdin (format binary)", cancellationToken))
        {
            for (var id = 1L; id <= Rows; id++)
            {
                var winner = winners[id % patterns];
                await writer.StartRowAsync(cancellationToken);
                await writer.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
                await writer.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
                await writer.WriteAsync(ClassifierId, NpgsqlDbType.Bigint, cancellationToken);
                await writer.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
                await writer.WriteAsync((long)winner + 1, NpgsqlDbType.Bigint, cancellationToken);
                await writer.WriteAsync(winner, NpgsqlDbType.Integer, cancellationToken);
                await writer.WriteAsync(0.9, NpgsqlDbType.Double, cancellationToken);
                await writer.WriteAsync(0.9, NpgsqlDbType.Double, cancellationToken);
                await writer.WriteAsync(true, NpgsqlDbType.Boolean, cancellationToken);
                await writer.WriteAsync(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz, cancellationToken);
            }

            await writer.CompleteAsync(cancellationToken);
        }

        var bytes = logits.Select(row => LogitsBytes.Of(row)).ToArray();
        await using (var writer = await connection.BeginBinaryImportAsync("copy classification_logits (classification_id, logits) from stdin (format binary)", cancellationToken))
        {
            for (var id = 1L; id <= Rows; id++)
            {
                await writer.StartRowAsync(cancellationToken);
                await writer.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
                await writer.WriteAsync(bytes[id % patterns], NpgsqlDbType.Bytea, cancellationToken);
            }

            await writer.CompleteAsync(cancellationToken);
        }
    }
}

using System.Text.Json;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>What the database reads for a page of detections or classifications that are old and few among those of others.</summary>
public sealed class StoredRowPlanTests(StoredRowPlanTests.Crowd crowd) : IClassFixture<StoredRowPlanTests.Crowd>
{
    private const int PageSize = 51;
    private const int BlockSize = 1 << IdBlock.Bits;

    private const long Small = 1;
    private const long Large = 2;

    private const long Detector = 1;
    private const long OtherDetector = 2;
    private const long Classifier = 3;
    private const long OtherClassifier = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<long?, long?, long[]> DetectionPages => new()
    {
        { Small, null, Crowd.OldIds },
        { Small, Detector, Crowd.OldIds },
        { null, Detector, Crowd.OldIds },
        { Large, null, Crowd.NewestIds },
        { Large, Detector, [] },
    };

    [Theory]
    [MemberData(nameof(DetectionPages))]
    public async Task A_page_of_detections_reads_the_blocks_in_which_there_are_some(long? project, long? detector, long[] newest) =>
        await AssertBoundedAsync(
            DetectionList.Blocks(new() { ProjectId = project, AlgorithmId = detector }), context => context.Detections, row => row.Id, "detections", newest);

    [Theory]
    [InlineData(Classifier)]
    [InlineData(OtherClassifier)]
    public async Task A_page_of_classifications_reads_the_blocks_in_which_there_are_some(long classifier) => await AssertBoundedAsync(
        ClassificationList.Blocks(new() { AlgorithmId = classifier }), context => context.Classifications, row => row.Id, "classifications", classifier == Classifier ? Crowd.OldIds : Crowd.NewestIds);

    [Fact]
    public void What_has_few_rows_itself_is_found_by_that()
    {
        Assert.Null(DetectionList.Blocks(new()));
        Assert.Null(DetectionList.Blocks(new() { ProjectId = Small, CaptureId = 1 }));
        Assert.Null(ClassificationList.Blocks(new() { AlgorithmId = Classifier, LineageId = 1 }));
    }

    private async Task AssertBoundedAsync<TRow>(
        IdBlocks? blocks, Func<AntennaDbContext, DbSet<TRow>> stored, Func<TRow, long> id, string table, long[] newest)
        where TRow : class
    {
        Assert.NotNull(blocks);
        await using var context = crowd.CreateDbContext();
        var rows = blocks.Rows(stored(context), at: null, PageSize);
        Assert.Equal(newest, (await rows.ToListAsync(Token)).Select(id).OrderDescending());

        var plan = await ExplainAsync(context, rows);
        var read = NodesOf(plan).Where(node => IsOf(node, table)).Sum(RowsOf);
        Assert.True(read <= Crowd.OldRows + BlockSize, $"{read} {table} were read: {plan}");
    }

    private static async Task<JsonElement> ExplainAsync<TRow>(AntennaDbContext context, IQueryable<TRow> rows)
    {
        await context.Database.OpenConnectionAsync(Token);
        await using var command = rows.CreateDbCommand();
        command.CommandText = $"explain (analyze, format json) {command.CommandText}";
        return JsonDocument.Parse((string)(await command.ExecuteScalarAsync(Token))!).RootElement[0].GetProperty("Plan");
    }

    private static IEnumerable<JsonElement> NodesOf(JsonElement node) =>
        node.TryGetProperty("Plans", out var below) ? below.EnumerateArray().SelectMany(NodesOf).Prepend(node) : [node];

    private static bool IsOf(JsonElement node, string table) =>
        node.TryGetProperty("Relation Name", out var relation) && relation.GetString() == table;

    /// <summary>The rows that a node looked at, those that it left out among them.</summary>
    private static double RowsOf(JsonElement node)
    {
        var rows = node.GetProperty("Actual Rows").GetDouble();
        foreach (var left in (string[])["Rows Removed by Filter", "Rows Removed by Index Recheck"])
            rows += node.TryGetProperty(left, out var removed) ? removed.GetDouble() : 0;
        return rows * node.GetProperty("Actual Loops").GetDouble();
    }

    /// <summary>Two projects: of the first detections every third is of the small one, and all others are of the large one.</summary>
    public sealed class Crowd(PostgresCluster cluster) : IAsyncLifetime
    {
        public const int OldRows = 300;
        public const int NewRows = 60_000;

        private readonly TestDatabase _database = new(cluster);

        /// <summary>A page of what is old, newest first.</summary>
        public static long[] OldIds => [.. Enumerable.Range(0, PageSize).Select(n => (long)(OldRows - (3 * n)))];

        /// <summary>A page of the rest.</summary>
        public static long[] NewestIds => [.. Enumerable.Range(0, PageSize).Select(n => (long)(OldRows + NewRows - n))];

        public AntennaDbContext CreateDbContext() => _database.CreateDbContext();

        private static string[] Statements =>
        [
            $"insert into projects (id, name, created_at, is_demo) values ({Small}, 'small', now(), false), ({Large}, 'large', now(), false)",
            $"insert into algorithms (id, kind, key, name, version, created_at) select n, 'Detector', n::text, n::text, 1, now() from generate_series({Detector}, {OtherDetector}) n",
            "insert into category_maps (id, hash, class_count) values (1, 'map', 1)",
            $"insert into algorithms (id, kind, key, name, version, category_map_id, created_at) select n, 'Classifier', n::text, n::text, 1, 1, now() from generate_series({Classifier}, {OtherClassifier}) n",
            $"insert into captures (id, project_id, path) select n, case when n <= {OldRows} and n % 3 = 0 then {Small} else {Large} end, n || '.jpg' from generate_series(1, {OldRows + NewRows}) n",
            $"insert into detections (id, capture_id, algorithm_id, x1, y1, x2, y2) select n, n, case when n <= {OldRows} and n % 3 = 0 then {Detector} else {OtherDetector} end, 0, 0, 9, 9 from generate_series(1, {OldRows + NewRows}) n",
            $"insert into classifications (id, detection_id, algorithm_id, lineage_id, score, absolute_score, terminal, created_at) select n, n, case when n <= {OldRows} and n % 3 = 0 then {Classifier} else {OtherClassifier} end, n, 0.5, 0.5, true, now() from generate_series(1, {OldRows + NewRows}) n",
            "vacuum (analyze)",
        ];

        public async ValueTask InitializeAsync()
        {
            await _database.InitializeAsync();
            await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
            foreach (var statement in Statements)
            {
                await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
                await command.ExecuteNonQueryAsync(Token);
            }
        }

        public ValueTask DisposeAsync() => _database.DisposeAsync();
    }
}

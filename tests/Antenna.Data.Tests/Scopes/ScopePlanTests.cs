using System.Text.Json;
using Antenna.Data.Scopes;
using Antenna.Testing;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Scopes;

/// <summary>How the database reads a scope that is large for its memory.</summary>
public sealed class ScopePlanTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Occurrences = 20_000;

    private static readonly string[] Fixture =
    [
        "insert into projects (id, name, created_at, is_demo) values (1, 'one', now(), false)",
        "insert into category_maps (id, hash, class_count) values (1, 'map', 250)",
        "insert into algorithms (id, kind, key, name, version, category_map_id, created_at) values (1, 'Classifier', 'c', 'c', 1, 1, now()), (2, 'Detector', 'd', 'd', 1, null, now())",
        $"insert into captures (id, project_id, path) select n, 1, n || '.jpg' from generate_series(1, {Occurrences / 10}) n",
        "insert into capture_sets (id, project_id, name, created_at) values (1, 1, 'all', now())",
        "insert into capture_set_items select 1, id from captures",
        $"insert into occurrences (id, project_id, verified) select n, 1, false from generate_series(1, {Occurrences}) n",

        // Against the order of captures, so that the order of occurrences is no accident.
        $"insert into detections (id, capture_id, algorithm_id, occurrence_id, x1, y1, x2, y2) select n, 1 + n * 7919 % {Occurrences / 10}, 2, n, n, n, n + 9, n + 9 from generate_series(1, {Occurrences}) n",
        $"insert into classifications (id, detection_id, algorithm_id, lineage_id, score, absolute_score, terminal, created_at) select n, n, 1, n, 0.5, 0.5, true, now() from generate_series(1, {Occurrences}) n",
        $"insert into classification_logits select n, decode(repeat('00', 1000), 'hex') from generate_series(1, {Occurrences}) n",
        "vacuum (analyze)",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logits_are_never_sorted_and_nothing_is_sorted_on_disk()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        foreach (var statement in Fixture)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(Token);
        }

        var plan = await ExplainAsync(connection, ScopeRows.ReadSql(RunScope.OfCaptureSet(1)), [1L, 0L, long.MaxValue, 1L]);
        var nodes = NodesOf(plan).ToList();

        Assert.Contains(nodes, IsOfLogits);
        var sorts = nodes.Where(node => TypeOf(node).EndsWith("Sort", StringComparison.Ordinal)).ToList();
        Assert.All(sorts, sort => Assert.DoesNotContain(NodesOf(sort), IsOfLogits));
        Assert.All(sorts, sort => Assert.False(sort.TryGetProperty("Sort Space Type", out var where) && where.GetString() == "Disk", sort.ToString()));

        await using var rows = await ScopeRows.ReadAsync(connection, RunScope.OfCaptureSet(1), 1, new(Occurrences / 2, long.MaxValue), Token);
        var read = new List<long>();
        while (await rows.ReadAsync(Token))
            read.Add(rows.OccurrenceId);
        Assert.Equal(Enumerable.Range((Occurrences / 2) + 1, Occurrences / 2).Select(id => (long)id), read);
    }

    private static async Task<JsonElement> ExplainAsync(NpgsqlConnection connection, string sql, long[] values)
    {
        await using var command = new NpgsqlCommand($"explain (analyze, format json) {sql}", connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return JsonDocument.Parse((string)(await command.ExecuteScalarAsync(Token))!).RootElement[0].GetProperty("Plan");
    }

    private static IEnumerable<JsonElement> NodesOf(JsonElement node) =>
        node.TryGetProperty("Plans", out var below) ? below.EnumerateArray().SelectMany(NodesOf).Prepend(node) : [node];

    private static string TypeOf(JsonElement node) => node.GetProperty("Node Type").GetString()!;

    private static bool IsOfLogits(JsonElement node) =>
        node.TryGetProperty("Relation Name", out var table) && table.GetString() == "classification_logits";
}

using Antenna.Data.Scopes;
using Antenna.Testing;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Scopes;

/// <summary>Into which parts the occurrences of a set are cut.</summary>
public sealed class ScopePartsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const int Occurrences = 7;

    private static readonly string[] Fixture =
    [
        "insert into projects (id, name, created_at, is_demo) values (1, 'one', now(), false)",
        "insert into algorithms (id, kind, key, name, version, created_at) values (1, 'Detector', 'd', 'd', 1, now())",
        "insert into captures (id, project_id, path) values (1, 1, '1.jpg')",
        "insert into capture_sets (id, project_id, name, created_at) values (1, 1, 'all', now()), (2, 1, 'none', now())",
        "insert into capture_set_items (capture_set_id, capture_id) values (1, 1)",
        $"insert into occurrences (id, project_id, verified) select 10 * n, 1, false from generate_series(1, {Occurrences}) n",
        $"insert into detections (id, capture_id, algorithm_id, occurrence_id, x1, y1, x2, y2) select n, 1, 1, 10 * n, n, n, n + 9, n + 9 from generate_series(1, {Occurrences}) n",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        foreach (var statement in Fixture)
        {
            await using var command = new NpgsqlCommand($"{statement} on conflict do nothing", connection);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(1, 2, 64, 0, 4)]
    [InlineData(1, 2, 3, 0, 3)]
    [InlineData(1, 2, 64, Occurrences - 1, 4)]
    [InlineData(1, 2, 64, Occurrences, 1)]
    [InlineData(1, 100, 64, 0, 1)]
    [InlineData(2, 2, 64, 0, 1)]
    public async Task Parts_cover_every_id_once_and_a_few_occurrences_are_one_part(long set, int size, int most, int undivided, int parts)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);

        var ranges = await ScopeParts.CutAsync(connection, RunScope.OfCaptureSet(set), new(size, most) { Undivided = undivided }, Token);

        Assert.Equal(parts, ranges.Count);
        Assert.Equal((OccurrenceRange.All.After, OccurrenceRange.All.Last), (ranges[0].After, ranges[^1].Last));
        Assert.All(ranges.Zip(ranges.Skip(1)), each => Assert.Equal(each.First.Last, each.Second.After));
    }
}

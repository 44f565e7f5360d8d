using System.Collections.Concurrent;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>
/// A run of many batches in a database of its own, launched and left to nodes that meet with faults. All long runs start
/// from the same rows, so whatever happened to one, it has to end as the undisturbed one does.
/// </summary>
internal sealed class LongRun : IAsyncDisposable
{
    private const int Animals = 200;
    private const int BatchSize = 10;

    // The same for all tests of a process, and so executed once.
    private static readonly ConcurrentDictionary<(PostgresCluster Cluster, bool Undone), Lazy<Task<DatabaseContent>>> Undisturbed = [];

    private LongRun(RunBench bench, long runId, IReadOnlyList<ScenarioOccurrence> animals, Person curator) =>
        (Bench, RunId, Occurrences, Curator) = (bench, runId, animals, curator);

    public RunBench Bench { get; }

    public Person Curator { get; }

    public long RunId { get; }

    /// <summary>The occurrences in scope, in the order in which a run comes to them.</summary>
    public IReadOnlyList<ScenarioOccurrence> Occurrences { get; }

    public int Rows => Occurrences.Sum(animal => animal.Sources.Count);

    public static async Task<LongRun> LaunchAsync(PostgresCluster cluster)
    {
        var bench = new RunBench(cluster);
        await bench.InitializeAsync();
        return await LaunchAsync(bench);
    }

    /// <summary>Launches it on a bench, which is then the run's.</summary>
    public static async Task<LongRun> LaunchAsync(RunBench bench)
    {
        try
        {
            var (runId, animals, curator) = await LaunchOnAsync(bench);
            return new(bench, runId, animals, curator);
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>Launches the undo of the run.</summary>
    /// <returns>The undoing run.</returns>
    public Task<long> LaunchUndoAsync() => LaunchUndoAsync(RunId);

    /// <summary>Launches the undo of the run, or of an undo.</summary>
    /// <inheritdoc cref="LaunchUndoAsync()" path="/returns"/>
    public async Task<long> LaunchUndoAsync(long runId) =>
        Assert.Single(await Bench.Service<RunUndo>().LaunchAsync(runId, [], Curator, Token)).RunId;

    /// <summary>The run as it stands.</summary>
    public async Task<RunSnapshot> ReadAsync() => (await RunSnapshot.ReadAsync(Bench.DataSource, RunId, Token))!;

    /// <summary>Fails unless the database is what it would be if nothing had happened to the run.</summary>
    /// <param name="undone">It was undone.</param>
    public async Task AssertEndedAsUndisturbedAsync(PostgresCluster cluster, bool undone = false)
    {
        var undisturbed = await Undisturbed.GetOrAdd((cluster, undone), each => new(() => ExecuteUndisturbedAsync(each.Cluster, each.Undone))).Value;
        DatabaseContent.AssertEqual(undisturbed, await DatabaseContent.ReadOutcomeAsync(Bench.DataSource));
    }

    /// <summary>
    /// Has every statement of a batch take a few milliseconds, so that what strikes at any instant strikes anywhere in a batch.
    /// </summary>
    public async Task TakeTimeAsync()
    {
        await ExecuteAsync("create function take_time() returns trigger language plpgsql as $$ begin perform pg_sleep(0.004); return null; end $$");
        foreach (var table in (string[])["run_parts", "classifications", "occurrences", "run_lineage_effects", "run_occurrence_effects"])
            await ExecuteAsync($"create trigger take_time after insert or update on {table} for each statement execute function take_time()");
    }

    /// <summary>
    /// Keeps the run from committing the batch of this occurrence, and so from ending, until what this returns is disposed of.
    /// </summary>
    public Task<IAsyncDisposable> HoldBackAsync(ScenarioOccurrence occurrence) => HoldBackAsync([occurrence]);

    /// <summary>Keeps the run from committing any batch until what this returns is disposed of.</summary>
    public Task<IAsyncDisposable> HoldBackAsync() => HoldBackAsync(Occurrences);

    private async Task<IAsyncDisposable> HoldBackAsync(IEnumerable<ScenarioOccurrence> occurrences)
    {
        // Closing a connection that is not pooled ends its transaction without a word to a server that may be gone.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Bench.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await ExecuteAsync(connection, "begin");
        await ExecuteAsync(connection, $"select from occurrences where id in ({string.Join(", ", occurrences.Select(occurrence => occurrence.Id))}) for update");
        return connection;
    }

    /// <summary>Waits until so many nodes have claimed parts of a run, as a page would see it.</summary>
    public Task AreSharedByAsync(int nodes) => Bench.FollowAsync(
        RunId,
        async () =>
        {
            await using var context = Bench.CreateContext();
            return await context.RunParts.Where(part => part.RunId == RunId).Select(part => part.NodeId).Where(node => node != null).Distinct().CountAsync(Token);
        },
        seen => seen >= nodes);

    /// <summary>Waits until a batch waits for what <see cref="HoldBackAsync(ScenarioOccurrence)"/> holds.</summary>
    public async Task IsHeldBackAsync()
    {
        // Nothing tells that a lock is waited for but asking; the server paces the asking.
        await ExecuteAsync(
            """
            do $$ begin
                while not exists (select from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock' and application_name like 'Antenna run %')
                loop perform pg_sleep(0.05), pg_stat_clear_snapshot(); end loop;
            end $$
            """);
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    private static async Task<DatabaseContent> ExecuteUndisturbedAsync(PostgresCluster cluster, bool undone)
    {
        await using var run = await LaunchAsync(cluster);
        await run.Bench.ExecuteAsync(run.RunId);
        if (undone)
            await run.Bench.ExecuteAsync(await run.LaunchUndoAsync());
        return await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource);
    }

    private static async Task<(long RunId, IReadOnlyList<ScenarioOccurrence> Animals, Person Curator)> LaunchOnAsync(RunBench bench)
    {
        var scenario = await bench.NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Catocala relicta", Scenario.Background, "?blurred");
        var others = await scenario.AddClassifierAsync("others", "Actias luna", "Papilio canadensis");
        var random = new Random(7);
        PipelineResult Result() => random.Next(12) switch
        {
            0 => moths.SaysWithoutLogits(),
            1 => moths.Says(1, 2),
            2 => moths.Says(40, 0, 1, 2, 3),
            _ => moths.Says([.. Enumerable.Range(0, 5).Select(_ => random.NextSingle() * 6)]),
        };
        PipelineResult[] Detection() => random.Next(4) == 0 ? [Result(), others.Says(random.NextSingle() * 3, 1)] : [Result()];
        var animals = await scenario.AddOccurrencesAsync(
            [.. Enumerable.Range(0, Animals).Select(_ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => Detection()).ToArray())]);
        foreach (var animal in animals.Where((_, number) => number % 17 == 0))
            await scenario.IdentifyAsync(animal, "Samia cynthia");

        // What an earlier mask left is there to be replaced, and to be restored.
        var list = await scenario.AddListOfAsync("Samia cynthia", "Catocala relicta");
        await bench.RunAsync(scenario.Mask(list, moths), scenario.Curator);
        await scenario.AddVersionAsync(list, ["Actias luna", "Catocala relicta"]);
        MaskRequest request = scenario.Mask(list, moths).With(settings => settings with { BatchSize = BatchSize }).WithOptions(options => options with { HoldBelow = 0.2 });
        var launched = Assert.Single(await bench.LaunchAsync(request, scenario.Curator));
        return (launched.RunId, [.. animals.OrderBy(animal => animal.Id)], scenario.Curator);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Bench.DataSource.OpenConnectionAsync(Token);
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LongestWait.Seconds };
        await command.ExecuteNonQueryAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

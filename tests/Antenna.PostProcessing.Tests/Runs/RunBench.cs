using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>
/// A database with all that launches and executes runs, and no node at work: the test executes each run itself, when it
/// wants to, and nothing happens behind its back.
/// </summary>
public sealed class RunBench : IAsyncLifetime
{
    private readonly TestDatabase? _database;
    private string? _connectionString;
    private NpgsqlDataSource? _dataSource;
    private NodeInProcess? _node;
    private int _scenarios;

    public RunBench(PostgresCluster cluster) => _database = new(cluster);

    private RunBench(string connectionString) => _connectionString = connectionString;

    public string ConnectionString => _connectionString!;

    public NpgsqlDataSource DataSource => _dataSource!;

    /// <summary>On a database that was made elsewhere.</summary>
    public static async Task<RunBench> OnAsync(string connectionString)
    {
        var bench = new RunBench(connectionString);
        await bench.InitializeAsync();
        return bench;
    }

    public async ValueTask InitializeAsync()
    {
        if (_database is not null)
        {
            await _database.InitializeAsync();
            _connectionString = _database.ConnectionString;
        }

        _dataSource = NpgsqlDataSource.Create(_connectionString!);
        _node = await NodeInProcess.StartAsync(DataSource, RunExecutionRole.ScheduleOnly);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        if (_dataSource is not null)
            await _dataSource.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    /// <summary>A project of the test's own.</summary>
    public Task<Scenario> NewScenarioAsync() => Scenario.CreateAsync(DataSource, $"Project {Interlocked.Increment(ref _scenarios)}");

    public T Service<T>()
        where T : notnull => _node!.Service<T>();

    /// <summary>Has the database do something out of the ordinary.</summary>
    public async Task ExecuteSqlAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    public AntennaDbContext CreateContext() => new(AntennaDatabase.Options(DataSource));

    /// <summary>Launches one run and executes it to its end, which is to be a good one.</summary>
    public async Task<RunSnapshot> RunAsync(MaskRequest request, Person person)
    {
        var run = await ExecuteAsync((await LaunchAsync(request, person)).Single().RunId);
        Assert.Null(run.Failure);
        Assert.Equal(RunState.Succeeded, run.State);
        return run;
    }

    public Task<IReadOnlyList<LaunchedRun>> LaunchAsync(MaskRequest request, Person person) =>
        Service<RunLauncher>().LaunchAsync(request, person, Token);

    /// <summary>Executes a launched run to its end.</summary>
    public async Task<RunSnapshot> ExecuteAsync(long runId)
    {
        await ExecutePartsAsync(DataSource, Service<RunExecutor>(), runId, Token);
        return (await RunSnapshot.ReadAsync(DataSource, runId, Token))!;
    }

    /// <summary>Starts a run, and executes what is left of it, part after part.</summary>
    internal static async Task ExecutePartsAsync(NpgsqlDataSource dataSource, RunExecutor executor, long runId, CancellationToken cancellationToken)
    {
        await executor.StartAsync(runId, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var part in await RunPartRecords.UnfinishedAsync(connection, runId, cancellationToken))
            await executor.ExecutePartAsync(runId, part, cancellationToken);
    }

    /// <summary>Follows a run that some other node executes, as a page would, until it stands as wanted.</summary>
    public Task<RunSnapshot> FollowAsync(long runId, Predicate<RunSnapshot> wanted) => FollowAsync(
        runId,
        async () => (await RunSnapshot.ReadAsync(DataSource, runId, Token))!,
        run =>
        {
            Assert.True(run.IsUnderWay || wanted(run), $"The run ended before it stood as wanted: {run}");
            return wanted(run);
        });

    /// <summary>Looks at something of a run whenever the run is announced, until it is as wanted.</summary>
    public async Task<T> FollowAsync<T>(long runId, Func<Task<T>> look, Predicate<T> wanted)
    {
        using var changes = new SemaphoreSlim(0);
        using var subscription = Service<NewsSubscriptions>().Subscribe(change => change.Is(NewsSubject.Run, runId), _ => changes.Release());
        while (true)
        {
            var seen = await look();
            if (wanted(seen))
                return seen;
            Assert.True(await changes.WaitAsync(LongestWait.Time, Token), $"Nothing moves any more: {seen}");
        }
    }

    /// <summary>Follows a run that some other node executes to its end.</summary>
    public Task<RunSnapshot> FollowToEndAsync(long runId) => FollowAsync(runId, run => !run.IsUnderWay);

    /// <summary>The rows of a lineage, in the order they were written.</summary>
    public async Task<IReadOnlyList<Classification>> LineageAsync(long lineageId)
    {
        await using var context = CreateContext();
        return await context.Classifications.AsNoTracking().Where(row => row.LineageId == lineageId).OrderBy(row => row.Id).ToListAsync(Token);
    }

    /// <summary>The row of a lineage that counts.</summary>
    public async Task<Classification> TerminalAsync(long lineageId) => (await LineageAsync(lineageId)).Single(row => row.Terminal);

    public async Task<Occurrence> OccurrenceAsync(long id)
    {
        await using var context = CreateContext();
        return await context.Occurrences.AsNoTracking().SingleAsync(occurrence => occurrence.Id == id, Token);
    }

    /// <summary>The log of a run, in order.</summary>
    public async Task<IReadOnlyList<RunLogEntry>> LogAsync(long runId)
    {
        await using var context = CreateContext();
        return await context.RunLogEntries.AsNoTracking().Where(entry => entry.RunId == runId).OrderBy(entry => entry.Id).ToListAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class NodeMonitorTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2024, 7, 12, 3, 0, 0, TimeSpan.Zero);

    private readonly TimeWithTimer _time = new(Now);
    private readonly ActiveParts _active = new();
    private readonly FirstLine _log = new();

    /// <summary>Heartbeats are not announced; here they are, so that a test need not ask for them again and again.</summary>
    public async ValueTask InitializeAsync() => await bench.ExecuteSqlAsync(
        """
        create or replace function announce_heartbeat() returns trigger language plpgsql as
        $$ begin perform pg_notify('antenna_news', 'run 0'); return null; end $$;
        create or replace trigger announce after insert or update on nodes for each row execute function announce_heartbeat()
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_node_gives_a_heartbeat_when_it_takes_its_first_part_and_then_every_ten_seconds()
    {
        using var monitor = await StartAsync();
        var id = await monitor.GetNodeIdAsync(Token);

        var first = await NodeAsync(id, Now);
        Assert.Equal($"{Environment.MachineName}, process {Environment.ProcessId}", first.Name);
        foreach (var beat in Enumerable.Range(1, 3))
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await NodeAsync(id, Now.AddSeconds(10 * beat));
        }
    }

    [Fact]
    public async Task A_node_learns_with_its_heartbeat_that_another_worker_has_claimed_its_part()
    {
        using var monitor = await StartAsync();
        var id = await monitor.GetNodeIdAsync(Token);
        var claim = await ClaimAsync(monitor);
        using var revoked = new CancellationTokenSource();
        var seen = new TaskCompletionSource();
        await using var registration = revoked.Token.Register(seen.SetResult);
        using var activity = _active.Add(claim, revoked);

        _time.Advance(TimeSpan.FromSeconds(10));
        await NodeAsync(id, Now.AddSeconds(10));
        Assert.False(revoked.IsCancellationRequested);
        await RunPartRecords.ClaimAsync(bench.DataSource, claim.RunId, claim.Part, id, Now.UtcDateTime, Token);
        _time.Advance(TimeSpan.FromSeconds(10));

        await seen.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_heartbeat_that_could_not_be_recorded_is_followed_by_the_next()
    {
        using var monitor = await StartAsync();
        var id = await monitor.GetNodeIdAsync(Token);

        await bench.ExecuteSqlAsync($"alter table nodes add constraint off check (id <> {id} or beat_at <> '2024-07-12 03:00:10Z') not valid");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Could not record the node's heartbeat, or what its runs wait for", await _log.Message.WaitAsync(Token));
        _time.Advance(TimeSpan.FromSeconds(10));

        await NodeAsync(id, Now.AddSeconds(20));
        await bench.ExecuteSqlAsync("alter table nodes drop constraint off");
    }

    private async Task<NodeMonitor> StartAsync()
    {
        var monitor = new NodeMonitor(bench.DataSource, _active, new(), _time, new Logger<NodeMonitor>(new LogOf(_log)));
        await monitor.StartAsync(Token);
        await _time.TimerCreated.WaitAsync(Token);
        return monitor;
    }

    private Task<Data.Model.Node> NodeAsync(long id, DateTimeOffset at) => bench.FollowAsync(
        0,
        async () =>
        {
            await using var context = bench.CreateContext();
            return await context.Nodes.AsNoTracking().SingleAsync(node => node.Id == id, Token);
        },
        node => node.BeatAt == at.UtcDateTime);

    private async Task<PartClaim> ClaimAsync(NodeMonitor monitor)
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(classifier.Says(1, 2));
        var launched = Assert.Single(await bench.LaunchAsync(
            scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier), scenario.Curator));
        var part = await bench.Service<RunStarter>().StartAsync(launched.RunId, Token);
        return (await RunPartRecords.ClaimAsync(
            bench.DataSource, launched.RunId, part!.Value, await monitor.GetNodeIdAsync(Token), Now.UtcDateTime, Token))!.Claim;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class LogOf(ILogger logger) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}

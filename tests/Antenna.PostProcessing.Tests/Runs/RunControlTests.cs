using System.Text.Json;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class RunControlTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await bench.NewScenarioAsync();
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 12).Select(_ => new[] { new[] { _moths.Says(1, 2, 3) } })]);
        _list = await _scenario.AddListOfAsync("Actias luna", "Hyalophora cecropia");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_queued_run_is_canceled_at_once()
    {
        var run = await LaunchAsync();

        Assert.Equal(RunState.Canceled, await Control.CancelAsync(run, _scenario.Curator, Token));

        Assert.Equal(RunState.Canceled, (await bench.ExecuteAsync(run)).State);
        Assert.Equal(RunState.Canceled, await Control.CancelAsync(run, _scenario.Curator, Token));
        await using var context = bench.CreateContext();
        Assert.Equal(
            [(RunState.Queued, _scenario.Curator.Id), (RunState.Canceled, _scenario.Curator.Id)],
            (await context.RunStateChanges.Where(change => change.RunId == run).OrderBy(change => change.Id).ToListAsync(Token))
                .Select(change => (change.State, change.PersonId!.Value)));
        Assert.Contains($"Canceled by {_scenario.Curator.Name}", Assert.Single(await bench.LogAsync(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_canceled_in_its_middle_keeps_what_it_did_and_is_resumed_to_the_same_end()
    {
        await using var node = await SmallPartsNodeAsync();
        var run = await LaunchAsync();
        await node.Service<RunExecutor>().StartAsync(run, Token);
        await node.Service<RunExecutor>().ExecutePartAsync(run, 2, Token);

        Assert.Equal(RunState.Canceled, await Control.CancelAsync(run, _scenario.Curator, Token));

        var canceled = await ReadAsync(run);
        Assert.Equal((RunState.Canceled, 4, 12, MaskCounts.Of(masked: 4)), (canceled.State, canceled.Counters.Checked, canceled.Total, canceled.Counters));
        Assert.Equal(RunState.Queued, await Control.ResumeAsync(run, _scenario.Curator, Token));
        Assert.Equal(RunState.Queued, await Control.ResumeAsync(run, _scenario.Curator, Token));
        var resumed = await bench.ExecuteAsync(run);
        Assert.Equal((RunState.Succeeded, MaskCounts.Of(masked: 12)), (resumed.State, resumed.Counters));
        foreach (var animal in _animals)
            Assert.Equal(2, (await bench.LineageAsync(animal.Source)).Count);
        var log = (await bench.LogAsync(run)).Select(line => line.Message).ToList();
        Assert.Equal([$"Canceled by {_scenario.Curator.Name}", $"Resumed by {_scenario.Curator.Name}"], log.Select(message => message.Split([':', '.'])[0]));
    }

    [Fact]
    public async Task A_part_that_another_node_takes_over_is_told_in_the_log_with_both_nodes_and_one_that_is_resumed_is_not()
    {
        var run = await LaunchAsync();
        var part = (await bench.Service<RunStarter>().StartAsync(run, Token))!.Value;
        var beat = DateTime.UtcNow.AddMinutes(1);
        var (stalled, heir) = (await Nodes.RegisterAsync(bench.DataSource, "stalled", beat, Token), await Nodes.RegisterAsync(bench.DataSource, "heir", beat, Token));
        await RunPartRecords.ClaimAsync(bench.DataSource, run, part, stalled, beat, Token);
        await RunPartRecords.ClaimAsync(bench.DataSource, run, part, stalled, beat, Token);
        Assert.Empty(await bench.LogAsync(run));

        await RunPartRecords.ClaimAsync(bench.DataSource, run, part, heir, beat.AddMinutes(2), Token);

        var line = Assert.Single(await bench.LogAsync(run));
        Assert.StartsWith("heir took part 1 over from stalled, whose last heartbeat was at ", line.Message, StringComparison.Ordinal);
        Assert.Equal(beat.AddMinutes(2), line.At, TimeSpan.FromMilliseconds(1));
        var data = JsonElement.Parse(line.Data!);
        Assert.Equal(("heir", "stalled"), (data.GetProperty("node").GetString(), data.GetProperty("from").GetString()));

        await bench.ExecuteSqlAsync($"update runs set state = 'Failed', failure = 'stopped' where id = {run}");
        await bench.ExecuteSqlAsync($"update run_parts set claimed_at = claimed_at - interval '1 hour' where run_id = {run}");
        await Control.ResumeAsync(run, _scenario.Curator, Token);
        await bench.ExecuteAsync(run);
        Assert.Equal(["heir took part", "Resumed by"], (await bench.LogAsync(run)).Select(each => each.Message[..(each.Message[0] == 'h' ? 14 : 10)]));
    }

    [Fact]
    public async Task A_run_is_not_resumed_while_another_one_that_does_the_same_is_under_way()
    {
        var run = await LaunchAsync();
        await Control.CancelAsync(run, _scenario.Curator, Token);
        var same = Assert.Single(await bench.LaunchAsync(Request, _scenario.Curator)).RunId;

        var refusal = await Assert.ThrowsAsync<RunRefusedException>(() => Control.ResumeAsync(run, _scenario.Curator, Token));

        Assert.NotEqual(run, same);
        Assert.Equal($"Run {same}, which does the same as run {run}, is under way.", refusal.Message);
        Assert.Equal(RunState.Canceled, (await ReadAsync(run)).State);
    }

    [Fact]
    public async Task A_run_whose_scope_a_later_one_has_touched_is_not_resumed()
    {
        await using var node = await SmallPartsNodeAsync();
        var run = await LaunchAsync();
        await node.Service<RunExecutor>().StartAsync(run, Token);
        await Control.CancelAsync(run, _scenario.Curator, Token);
        var later = await bench.RunAsync(Request, _scenario.Curator);

        var refusal = await Assert.ThrowsAsync<RunRefusedException>(() => Control.ResumeAsync(run, _scenario.Curator, Token));

        Assert.Contains($"Run {later.RunId} has touched", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Canceled, (await ReadAsync(run)).State);
    }

    [Fact]
    public async Task A_run_of_the_same_classifier_waits_for_the_one_under_way_and_one_on_other_occurrences_does_not()
    {
        await using var node = await SmallPartsNodeAsync();
        var first = await LaunchAsync();
        await node.Service<RunExecutor>().StartAsync(first, Token);
        await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        var second = await LaunchAsync();
        var elsewhere = Assert.Single(await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 2, 3)]]], inSet: false));
        var other = Assert.Single(await bench.LaunchAsync(Request with { Scope = RunScope.OfOccurrence(elsewhere.Id) }, _scenario.Curator)).RunId;

        await bench.ExecuteAsync(second);
        await bench.ExecuteAsync(other);

        Assert.Equal((RunState.Queued, first), ((await ReadAsync(second)).State, (await ReadAsync(second)).WaitsForRunId));
        Assert.Equal(RunState.Succeeded, (await ReadAsync(other)).State);
        foreach (var part in Enumerable.Range(1, (await ReadAsync(first)).Parts))
            await node.Service<RunExecutor>().ExecutePartAsync(first, part, Token);
        Assert.Equal(RunState.Succeeded, (await ReadAsync(first)).State);
        Assert.Null((await ReadAsync(second)).WaitsForRunId);
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(second)).State);
    }

    [Fact]
    public async Task Runs_that_start_at_the_same_time_do_not_wait_for_each_other_in_a_circle()
    {
        var requests = new List<long>();
        for (var version = 0; version < 8; version++)
        {
            await _scenario.AddVersionAsync(_list, version % 2 == 0 ? ["Actias luna"] : ["Samia cynthia"]);
            requests.Add(await LaunchAsync());
        }

        await Task.WhenAll(requests.Select(run => Task.Run(() => bench.Service<RunStarter>().StartAsync(run, Token), Token)));

        var states = new List<(RunState State, long? WaitsFor)>();
        foreach (var run in requests)
            states.Add(((await ReadAsync(run)).State, (await ReadAsync(run)).WaitsForRunId));
        Assert.Equal((RunState.Running, null), states[0]);
        Assert.All(states.Skip(1), state => Assert.Equal(RunState.Queued, state.State));
        Assert.All(states.Skip(1), state => Assert.NotNull(state.WaitsFor));
    }

    [Fact]
    public async Task A_selection_is_masked_and_nothing_else()
    {
        var request = Request with { Scope = RunScope.OfSelection([_animals[7].Id, _animals[2].Id, _animals[7].Id]) };

        var run = await bench.RunAsync(request, _scenario.Curator);
        var again = await bench.RunAsync(request, _scenario.Curator);

        Assert.Equal((2, MaskCounts.Of(masked: 2), MaskCounts.Of(unchanged: 2)), (run.Total, run.Counters, again.Counters));
        await using var context = bench.CreateContext();
        Assert.Equal(1, await context.Selections.CountAsync(selection => selection.ProjectId == _scenario.Project.Id, Token));
        Assert.Single(await bench.LineageAsync(_animals[3].Source));
    }

    private RunControl Control => bench.Service<RunControl>();

    private MaskRequest Request => _scenario.Mask(_list, _moths);

    private async Task<long> LaunchAsync() => Assert.Single(await bench.LaunchAsync(Request, _scenario.Curator)).RunId;

    private async Task<RunSnapshot> ReadAsync(long runId) => (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!;

    /// <summary>A node that cuts runs into parts of at most five occurrences each.</summary>
    private Task<NodeInProcess> SmallPartsNodeAsync() => NodeInProcess.StartAsync(
        bench.DataSource, RunExecutionRole.ScheduleOnly, services => services.AddSingleton(new PartSize(5, 64)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing.Scenarios;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class OrphanedRunsTests(RunBench bench) : IClassFixture<RunBench>
{
    private static readonly DateTimeOffset Now = new(2124, 7, 12, 3, 0, 0, TimeSpan.Zero);

    private readonly TimeWithTimer _time = new(Now);

    [Fact]
    public async Task A_run_without_a_heartbeat_for_ten_minutes_that_no_node_will_take_is_failed_with_what_was_known()
    {
        var (scenario, request, runId) = await LaunchAsync();
        await UnscheduleAsync(runId);
        await TakeUpAsync(runId, lastBeat: Now.AddMinutes(-11));
        await bench.ExecuteSqlAsync($"update runs set total = 1234 where id = {runId}");

        Assert.Equal([runId], await FailAsync());

        var run = (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!;
        Assert.Equal((RunState.Failed, Now.UtcDateTime), (run.State, run.FinishedAt));
        Assert.Equal(
            "Its node (moth-box, process 7) gave its last heartbeat at 2124-07-12 02:49 UTC, after 0 of 1,234 rows, and none is going "
            + "to take it up. What it had written stays, and is listed. Resume it to do the rest, or undo it.",
            run.Failure);
        var again = Assert.Single(await bench.LaunchAsync(request, scenario.Curator));
        Assert.False(again.AlreadyUnderWay);
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(again.RunId)).State);
    }

    [Fact]
    public async Task A_run_that_no_node_ever_took_up_and_none_will_is_failed_as_well()
    {
        var (_, _, runId) = await LaunchAsync();
        await UnscheduleAsync(runId);

        Assert.Equal([runId], await FailAsync());

        var run = (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!;
        Assert.StartsWith("No node has given a heartbeat since ", run.Failure, StringComparison.Ordinal);
        Assert.Contains(", before its rows were counted, ", run.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_with_a_heartbeat_within_ten_minutes_is_not_orphaned()
    {
        var (_, _, runId) = await LaunchAsync();
        await UnscheduleAsync(runId);
        await TakeUpAsync(runId, lastBeat: Now.AddMinutes(-10));

        Assert.Empty(await FailAsync());
        Assert.Equal(RunState.Running, (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!.State);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([runId], await FailAsync());
    }

    [Fact]
    public async Task An_unattended_run_in_the_schedule_waits_for_a_node()
    {
        var (_, _, runId) = await LaunchAsync();

        Assert.DoesNotContain(runId, await FailAsync());

        await bench.ExecuteAsync(runId);
    }

    [Fact]
    public async Task An_unattended_run_that_Quartz_has_set_aside_is_failed()
    {
        var (_, _, runId) = await LaunchAsync();
        await bench.ExecuteSqlAsync($"update qrtz_triggers set trigger_state = 'ERROR' where trigger_name like 'run-{runId}-%'");

        Assert.Equal([runId], await FailAsync());
    }

    [Fact]
    public async Task A_run_that_a_node_is_heard_of_while_the_schedule_is_read_is_not_failed()
    {
        var (_, _, runId) = await LaunchAsync();
        await UnscheduleAsync(runId);
        var node = await TakeUpAsync(runId, lastBeat: Now.AddMinutes(-11));

        Assert.Empty(await Orphaned(Hooked(() => Nodes.BeatAsync(bench.DataSource, node, Now.UtcDateTime, Token))).FailAsync(Token));

        Assert.Equal(RunState.Running, (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!.State);
        await bench.ExecuteAsync(runId);
    }

    [Fact]
    public async Task A_run_that_a_person_resumed_since_the_schedule_was_read_is_not_failed()
    {
        var (scenario, _, runId) = await LaunchAsync();
        await UnscheduleAsync(runId);
        var control = new RunControl(new(bench.DataSource, bench.Service<ISchedulerFactory>(), _time));

        var orphaned = Orphaned(bench.Service<ISchedulerFactory>(), failing: Hooked(async () =>
        {
            await control.CancelAsync(runId, scenario.Curator, Token);
            await control.ResumeAsync(runId, scenario.Curator, Token);
        }));
        Assert.Empty(await orphaned.FailAsync(Token));

        Assert.Equal(RunState.Queued, (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!.State);
        await bench.ExecuteAsync(runId);
    }

    [Fact]
    public async Task A_node_looks_for_orphaned_runs_every_minute()
    {
        var (_, _, runId) = await LaunchAsync();
        await UnscheduleAsync(runId);
        using var sweep = new OrphanedRunSweep(Orphaned(bench.Service<ISchedulerFactory>()), _time, NullLogger<OrphanedRunSweep>.Instance);
        await sweep.StartAsync(Token);
        await _time.TimerCreated.WaitAsync(Token);

        _time.Advance(OrphanedRunSweep.Interval);

        Assert.Equal(RunState.Failed, (await bench.FollowToEndAsync(runId)).State);
        await sweep.StopAsync(Token);
    }

    private Task<IReadOnlyList<long>> FailAsync() => Orphaned(bench.Service<ISchedulerFactory>()).FailAsync(Token);

    /// <param name="schedulers">In which it looks for the runs.</param>
    /// <param name="failing">In whose transactions it fails them; else the same.</param>
    private OrphanedRuns Orphaned(ISchedulerFactory schedulers, ISchedulerFactory? failing = null) =>
        new(bench.DataSource, schedulers, new(bench.DataSource, failing ?? schedulers, _time), _time, NullLogger<OrphanedRuns>.Instance);

    private HookedSchedulers Hooked(Func<Task> before) => new(bench.Service<ISchedulerFactory>(), before);

    /// <returns>The id of the node.</returns>
    private async Task<long> TakeUpAsync(long runId, DateTimeOffset lastBeat)
    {
        var part = await bench.Service<RunStarter>().StartAsync(runId, Token);
        var node = await Nodes.RegisterAsync(bench.DataSource, "moth-box, process 7", lastBeat.UtcDateTime, Token);
        await RunPartRecords.ClaimAsync(bench.DataSource, runId, part!.Value, node, lastBeat.AddMinutes(-1).UtcDateTime, Token);
        return node;
    }

    private async Task UnscheduleAsync(long runId)
    {
        var scheduler = await bench.Service<ISchedulerFactory>().GetScheduler(Token);
        var triggers = await scheduler.QueryTriggers(new TriggerQuery { Job = SchedulerConstants.ScheduledJobKey<RunJob>(), Take = PagedQuery.All }, Token);
        var ofRun = triggers.Items.Select(trigger => trigger.Key).Where(key => key.Name.StartsWith($"run-{runId}-", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ofRun);
        foreach (var key in ofRun)
            Assert.True(await scheduler.UnscheduleJob(key, Token));
    }

    private async Task<(Scenario Scenario, MaskRequest Request, long RunId)> LaunchAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(classifier.Says(1, 2));
        var request = scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier);
        return (scenario, request, Assert.Single(await bench.LaunchAsync(request, scenario.Curator)).RunId);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class RunLauncherTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task A_run_has_its_settings_frozen_and_records_who_launched_it()
    {
        var (scenario, request) = await NewRequestAsync();
        request = request.With(settings => settings with { BatchSize = 17 }).WithOptions(options => options with { OnlyWhenSpeciesChanges = true, HoldBelow = 0.125 });

        var launched = Assert.Single(await bench.LaunchAsync(request, scenario.Curator));

        await using var context = bench.CreateContext();
        var run = await context.Runs.SingleAsync(run => run.Id == launched.RunId, Token);
        Assert.Equal(("moths", false), (launched.Label, launched.AlreadyUnderWay));
        Assert.Equal(
            (scenario.Project.Id, ClassMaskingTask.TaskKey, (long?)scenario.Set.Id, (long?)null, scenario.Curator.Id, RunState.Queued, 17),
            (run.ProjectId, run.Task, run.CaptureSetId, run.OccurrenceId, run.RequestedById, run.State, run.BatchSize));
        var settings = FrozenMask.Parse(run.Settings);
        Assert.Equal(
            (request.Settings.ClassifierIds[0], "moths", request.Settings.TaxaListId, "Vermont moths", (int?)1, true, 0.125),
            (settings.ClassifierId, settings.Classifier, settings.TaxaListId, settings.TaxaList, settings.TaxaListVersion,
                settings.OnlyWhenSpeciesChanges, settings.HoldBelow));
    }

    [Fact]
    public async Task A_list_that_grows_after_the_launch_does_not_change_the_run()
    {
        var (scenario, request) = await NewRequestAsync();
        var launched = Assert.Single(await bench.LaunchAsync(request, scenario.Curator));
        await using var context = bench.CreateContext();
        var list = await context.TaxaLists.SingleAsync(list => list.Id == request.Settings.TaxaListId, Token);
        await scenario.AddVersionAsync(list, ["Actias luna", "Samia cynthia"]);

        var run = await bench.ExecuteAsync(launched.RunId);

        Assert.Equal(MaskCounts.Of(masked: 1), run.Counters); // The wider list would leave it unchanged.
    }

    [Fact]
    public async Task Several_classifiers_make_one_run_each_in_the_order_given()
    {
        var (scenario, request) = await NewRequestAsync();
        var second = await scenario.AddClassifierAsync("butterflies", "Actias luna", "Papilio canadensis");
        var third = await scenario.AddClassifierAsync("night", "Actias luna", "Catocala relicta");
        long[] asked = [third.Id, request.Settings.ClassifierIds[0], second.Id];

        var launched = await bench.LaunchAsync(request.With(settings => settings with { ClassifierIds = asked }), scenario.Curator);

        await using var context = bench.CreateContext();
        var sources = await context.Runs.ToDictionaryAsync(run => run.Id, run => run.SourceAlgorithmId!.Value, Token);
        Assert.Equal(asked, launched.Select(run => sources[run.RunId]));
        Assert.Equal(["night", "moths", "butterflies"], launched.Select(run => run.Label));
    }

    [Fact]
    public async Task Twenty_launches_at_once_on_two_nodes_make_one_run()
    {
        var (scenario, request) = await NewRequestAsync();
        await using var other = await NodeInProcess.StartAsync(bench.DataSource, RunExecutionRole.ScheduleOnly);
        RunLauncher[] launchers = [bench.Service<RunLauncher>(), other.Launcher];

        var launched = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(number => launchers[number % 2].LaunchAsync(request, scenario.Curator, Token)));

        var runs = launched.Select(Assert.Single).ToList();
        Assert.Single(runs.Select(run => run.RunId).Distinct());
        Assert.Single(runs, run => !run.AlreadyUnderWay);
        Assert.Equal(1, await CountTriggersAsync(runs[0].RunId));
    }

    [Fact]
    public async Task Launches_that_share_classifiers_do_not_block_each_other_whatever_order_they_name_them_in()
    {
        var (scenario, request) = await NewRequestAsync();
        var ids = new List<long>(request.Settings.ClassifierIds);
        for (var number = 0; number < 4; number++)
            ids.Add((await scenario.AddClassifierAsync($"night {number}", "Actias luna", $"Catocala {number}")).Id);
        List<long>[] orders = [ids, [.. Enumerable.Reverse(ids)], [ids[^1]], [ids[2], ids[0]]];

        var launched = await Task.WhenAll(Enumerable.Range(0, 24).Select(
            number => bench.LaunchAsync(request.With(settings => settings with { ClassifierIds = orders[number % orders.Length] }), scenario.Curator)));

        Assert.Equal(5, launched.SelectMany(runs => runs).Select(run => run.RunId).Distinct().Count());
    }

    [Fact]
    public async Task The_same_launch_after_the_run_has_ended_makes_a_new_run()
    {
        var (scenario, request) = await NewRequestAsync();
        var first = await bench.RunAsync(request, scenario.Curator);

        var second = Assert.Single(await bench.LaunchAsync(request, scenario.Curator));

        Assert.NotEqual(first.RunId, second.RunId);
        Assert.False(second.AlreadyUnderWay);
    }

    [Fact]
    public async Task A_launch_that_differs_only_in_its_batch_size_is_the_same_launch()
    {
        var (scenario, request) = await NewRequestAsync();
        var first = Assert.Single(await bench.LaunchAsync(request, scenario.Curator));

        var second = Assert.Single(await bench.LaunchAsync(request.With(settings => settings with { BatchSize = 3 }), scenario.Curator));

        Assert.Equal((first.RunId, true), (second.RunId, second.AlreadyUnderWay));
    }

    [Theory]
    [InlineData("runs", "after insert on runs for each row")]
    [InlineData("schedule", "after insert on qrtz_triggers for each row")]
    [InlineData("commit", "after insert on runs deferrable initially deferred for each row")]
    public async Task A_run_and_its_schedule_exist_together_or_not_at_all(string name, string failing)
    {
        var (scenario, request) = await NewRequestAsync();
        await bench.ExecuteSqlAsync($"create function refuse_{name}() returns trigger language plpgsql as $$ begin raise 'refused'; end $$");
        var kind = failing.Contains("deferrable", StringComparison.Ordinal) ? "constraint trigger" : "trigger";
        await bench.ExecuteSqlAsync($"create {kind} refuse {failing} execute function refuse_{name}()");
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);
        try
        {
            // Quartz wraps what its store meets; either way the launch fails and nothing of it is left.
            await Assert.ThrowsAnyAsync<Exception>(() => bench.LaunchAsync(request, scenario.Curator));
            DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
        }
        finally
        {
            await bench.ExecuteSqlAsync($"drop function refuse_{name} cascade");
        }

        var launched = Assert.Single(await bench.LaunchAsync(request, scenario.Curator));
        Assert.Equal(1, await CountTriggersAsync(launched.RunId));
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(launched.RunId)).State);
    }

    private async Task<long> CountTriggersAsync(long runId)
    {
        await using var command = bench.DataSource.CreateCommand("select count(*) from qrtz_triggers where trigger_name like $1");
        command.Parameters.Add(new() { Value = $"run-{runId}-%" });
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    [Fact]
    public async Task A_run_with_a_higher_id_never_starts_before_one_with_a_lower_id_whose_launch_is_not_committed()
    {
        var (scenario, request) = await NewRequestAsync();
        var plan = Assert.Single(await bench.Service<MaskPlanner>().PlanAsync(request, scenario.Curator, Token));
        var other = request.WithOptions(options => options with { HoldBelow = 0.25 });
        await using var connection = await bench.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var lower = await RunRecords.InsertAsync(
            connection,
            new(plan.Project.Id, plan.Task, plan.Scope, plan.SourceAlgorithmId, null, null, plan.SettingsJson, plan.SettingsHash, plan.BatchSize, null, scenario.Curator.Id),
            DateTime.UtcNow, Token);

        var launching = bench.LaunchAsync(other, scenario.Curator);
        await using (var waited = new NpgsqlCommand(
            """
            do $$ begin
                while not exists (select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid)))
                loop perform pg_sleep(0.05), pg_stat_clear_snapshot(); end loop;
            end $$
            """,
            connection)
        {
            CommandTimeout = LongestWait.Seconds,
        })
        {
            // Where launches do not wait, this does not end.
            var waits = waited.ExecuteNonQueryAsync(Token);
            Assert.Same(waits, await Task.WhenAny(waits, launching));
        }

        Assert.False(launching.IsCompleted);
        await transaction.CommitAsync(Token);
        var higher = Assert.Single(await launching).RunId;
        Assert.True(higher > lower, $"{higher} came after {lower}");
        Assert.Equal(lower, (await bench.ExecuteAsync(higher)).WaitsForRunId);
    }

    private async Task<(Scenario Scenario, MaskRequest Request)> NewRequestAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(classifier.Says(1, 2));
        return (scenario, scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

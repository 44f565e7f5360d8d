using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>A run that a standing mask owes to an import is launched once, whoever comes to it and whenever.</summary>
public sealed class StandingMaskTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task What_is_owed_becomes_a_run_with_the_newest_version_that_names_the_import()
    {
        var garden = await Garden.PlantAsync(bench);
        await garden.Scenario.AddVersionAsync(garden.List, ["Samia cynthia"]);
        var owed = await garden.OweAsync(await garden.SetAsync());

        await LaunchAsync();

        var launch = await garden.LaunchAsync(owed);
        var run = await bench.ExecuteAsync(launch.RunId!.Value);
        Assert.Equal((RunState.Succeeded, 1L), (run.State, run.Counters.Masked));
        var details = (await bench.Service<RunHistory>().FindAsync(run.RunId, Token))!;
        Assert.Equal((2, "night.json"), (details.Run.TaxaList!.Number, details.LaunchedBy!.File));
        Assert.Contains((await bench.LogAsync(run.RunId)), line => line.Message.Contains("after the import of night.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task However_many_processes_come_to_it_it_is_launched_once()
    {
        var garden = await Garden.PlantAsync(bench);
        var owed = await garden.OweAsync(await garden.SetAsync());

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LaunchAsync()));
        await LaunchAsync();

        var launch = await garden.LaunchAsync(owed);
        await using var context = bench.CreateContext();
        Assert.Equal(launch.RunId, (await context.Runs.SingleAsync(run => run.ProjectId == garden.Scenario.Project.Id, Token)).Id);
    }

    [Fact]
    public async Task Two_classifiers_make_a_run_each()
    {
        var garden = await Garden.PlantAsync(bench);
        var beetles = await garden.Scenario.AddClassifierAsync($"beetles {garden.List.Id}", "Actias luna", "Carabus auratus");
        await garden.Scenario.AddOccurrenceAsync(beetles.Says(1, 2));
        long[] owed = [await garden.OweAsync(await garden.SetAsync()), await garden.OweAsync(await garden.SetAsync(beetles))];

        await LaunchAsync();

        var runs = new List<RunSnapshot>();
        foreach (var id in owed)
            runs.Add(await bench.ExecuteAsync((await garden.LaunchAsync(id)).RunId!.Value));
        Assert.Equal([1L, 1L], runs.Select(run => run.Counters.Masked));
    }

    [Fact]
    public async Task A_list_that_keeps_nothing_any_more_is_the_reason_why_there_is_no_run()
    {
        var garden = await Garden.PlantAsync(bench);
        var owed = await garden.OweAsync(await garden.SetAsync());
        await garden.Scenario.AddVersionAsync(garden.List, ["Turdus merula"]);

        await LaunchAsync();

        var launch = await garden.LaunchAsync(owed);
        Assert.Null(launch.RunId);
        Assert.Contains("is a taxon on", launch.Refusal, StringComparison.Ordinal);
        Assert.Equal(launch.Refusal, Assert.Single((await garden.RowAsync()).Launches).Refusal);
    }

    [Theory]
    [InlineData(StandingMaskChange.Pause, "paused")]
    [InlineData(StandingMaskChange.End, "ended")]
    public async Task One_that_is_paused_or_ended_before_the_launch_launches_nothing(StandingMaskChange change, string word)
    {
        var garden = await Garden.PlantAsync(bench);
        var mask = await garden.SetAsync();
        var owed = await garden.OweAsync(mask);
        await Control.ChangeAsync(mask, change, garden.Scenario.Curator, Token);

        await LaunchAsync();

        var launch = await garden.LaunchAsync(owed);
        Assert.Null(launch.RunId);
        Assert.Contains(word, launch.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StandingMaskChange.Pause, "paused")]
    [InlineData(StandingMaskChange.End, "ended")]
    public async Task One_that_is_paused_or_ended_while_the_launch_is_prepared_launches_nothing(StandingMaskChange change, string word)
    {
        var garden = await Garden.PlantAsync(bench);
        var mask = await garden.SetAsync();
        var owed = await garden.OweAsync(mask);

        // What is owed can be read, and not be settled.
        var held = await HeldLock.TakeAsync(bench.ConnectionString, "lock table standing_mask_launches in exclusive mode");
        var launching = LaunchAsync();
        await held.IsWaitedForAsync();
        await Control.ChangeAsync(mask, change, garden.Scenario.Curator, Token);
        await held.DisposeAsync();
        await launching;

        var launch = await garden.LaunchAsync(owed);
        Assert.Null(launch.RunId);
        Assert.Contains($"{word} by {garden.Scenario.Curator.Name}", launch.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_cannot_be_launched_is_owed_still_and_keeps_no_other_waiting()
    {
        var (bad, good) = (await Garden.PlantAsync(bench), await Garden.PlantAsync(bench));
        var (stuck, next) = (await bad.OweAsync(await bad.SetAsync()), await good.OweAsync(await good.SetAsync()));
        await bench.ExecuteSqlAsync(
            $"""
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'unexpected'; end $$;
            create trigger refuse before update on standing_mask_launches for each row when (new.id = {stuck}) execute function refuse()
            """);

        await LaunchAsync();

        Assert.NotNull((await good.LaunchAsync(next)).RunId);
        await bench.ExecuteSqlAsync("drop function refuse cascade");
        await LaunchAsync();
        Assert.NotNull((await bad.LaunchAsync(stuck)).RunId);
    }

    [Fact]
    public async Task Who_paused_it_is_told_and_resuming_or_ending_it_twice_changes_nothing()
    {
        var garden = await Garden.PlantAsync(bench);
        var mask = await garden.SetAsync();
        var other = await garden.Scenario.AddPersonAsync($"Other {mask}");

        await Control.ChangeAsync(mask, StandingMaskChange.Pause, other, Token);
        await Control.ChangeAsync(mask, StandingMaskChange.Pause, garden.Scenario.Curator, Token);
        Assert.Equal(other.Name, (await garden.RowAsync()).Paused?.By);
        await Control.ChangeAsync(mask, StandingMaskChange.Resume, other, Token);
        Assert.Null((await garden.RowAsync()).Paused);
        await Control.ChangeAsync(mask, StandingMaskChange.End, other, Token);
        await Control.ChangeAsync(mask, StandingMaskChange.End, garden.Scenario.Curator, Token);

        Assert.Equal(other.Name, (await garden.RowAsync()).Ended?.By);
        await Assert.ThrowsAsync<RunRefusedException>(() => Control.ChangeAsync(mask, StandingMaskChange.Resume, other, Token));
    }

    [Fact]
    public async Task A_project_has_one_a_classifier_until_it_ends()
    {
        var garden = await Garden.PlantAsync(bench);
        var first = await garden.SetAsync();

        var refused = await Assert.ThrowsAsync<LaunchRefusedException>(() => garden.SetAsync());
        Assert.Equal("classifier", Assert.Single(refused.Problems).Field);

        await Control.ChangeAsync(first, StandingMaskChange.End, garden.Scenario.Curator, Token);
        Assert.NotEqual(first, await garden.SetAsync());
    }

    [Fact]
    public async Task What_no_run_could_be_launched_with_cannot_be_set()
    {
        var garden = await Garden.PlantAsync(bench);
        var birds = await garden.Scenario.AddListAsync("Birds");
        await garden.Scenario.AddVersionAsync(birds, ["Turdus merula"]);

        var refused = await Assert.ThrowsAsync<LaunchRefusedException>(() => Control.SetAsync(
            garden.Scenario.Project,
            new() { TaxaListId = birds.Id, TaxaListVersion = 1, ClassifierIds = [garden.Moths.Id], Options = new(ScoreMode.Reweighted, false, HoldBelow: 2) },
            garden.Scenario.Curator, Token));

        Assert.Equal(["hold-below", "classifier", "taxa-list"], refused.Problems.Select(problem => problem.Field));
        Assert.Empty(await bench.Service<StandingMaskCatalog>().ListAsync(garden.Scenario.Project.Id, Token));
    }

    [Fact]
    public async Task Setting_it_touches_nothing_until_a_person_applies_it_to_what_is_there()
    {
        var garden = await Garden.PlantAsync(bench);
        var mask = await garden.SetAsync();
        await LaunchAsync();
        await using var context = bench.CreateContext();
        Assert.False(await context.Runs.AnyAsync(run => run.ProjectId == garden.Scenario.Project.Id, Token));

        var run = await bench.ExecuteAsync((await Control.ApplyNowAsync(mask, garden.Scenario.Curator, Token)).RunId);

        Assert.Equal((RunState.Succeeded, 1L), (run.State, run.Counters.Masked));
        Assert.Null((await bench.Service<RunHistory>().FindAsync(run.RunId, Token))!.LaunchedBy);
    }

    private StandingMaskControl Control => bench.Service<StandingMaskControl>();

    private Task LaunchAsync() => bench.Service<StandingMaskLauncher>().LaunchOwedAsync(Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A project with one animal that masking changes.</summary>
    private sealed record Garden(RunBench Bench, Scenario Scenario, ScenarioClassifier Moths, TaxaList List)
    {
        public static async Task<Garden> PlantAsync(RunBench bench)
        {
            var scenario = await bench.NewScenarioAsync();
            var moths = await scenario.AddClassifierAsync($"moths {scenario.Project.Id}", "Actias luna", "Samia cynthia");
            await scenario.AddOccurrenceAsync(moths.Says(1, 2));
            return new(bench, scenario, moths, await scenario.AddListOfAsync("Actias luna"));
        }

        public Task<long> SetAsync(ScenarioClassifier? classifier = null) => Bench.Service<StandingMaskControl>().SetAsync(
            Scenario.Project, new() { TaxaListId = List.Id, ClassifierIds = [(classifier ?? Moths).Id] }, Scenario.Curator, Token);

        /// <summary>Has an import leave a run over the project's set owed, as where its process ended right after.</summary>
        public async Task<long> OweAsync(long mask)
        {
            await using var context = Bench.CreateContext();
            var launch = new StandingMaskLaunch { StandingMaskId = mask, CaptureSetId = Scenario.Set.Id, File = "night.json", ImportedAt = Scenario.Night };
            context.Add(launch);
            await context.SaveChangesAsync(Token);
            return launch.Id;
        }

        public async Task<StandingMaskLaunch> LaunchAsync(long id)
        {
            await using var context = Bench.CreateContext();
            var launch = await context.StandingMaskLaunches.AsNoTracking().SingleAsync(launch => launch.Id == id, Token);
            Assert.NotNull(launch.SettledAt);
            return launch;
        }

        public async Task<StandingMaskRow> RowAsync() =>
            Assert.Single(await Bench.Service<StandingMaskCatalog>().ListAsync(Scenario.Project.Id, Token));
    }
}

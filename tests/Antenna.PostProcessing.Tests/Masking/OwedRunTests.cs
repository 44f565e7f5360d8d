using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>An import's process may end between its commit and the launch.</summary>
public sealed class OwedRunTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task A_node_that_starts_launches_and_executes_what_is_owed_since_before()
    {
        var scenario = await bench.NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(1, 2));
        var list = await scenario.AddListOfAsync("Actias luna");
        var mask = await bench.Service<StandingMaskControl>().SetAsync(
            scenario.Project, new() { TaxaListId = list.Id, ClassifierIds = [moths.Id] }, scenario.Curator, Token);
        await using var context = bench.CreateContext();
        context.Add(new StandingMaskLaunch { StandingMaskId = mask, CaptureSetId = scenario.Set.Id, File = "night.json", ImportedAt = Scenario.Night });
        await context.SaveChangesAsync(Token);
        using var changes = new SemaphoreSlim(0);
        using var subscription = bench.Service<NewsSubscriptions>().Subscribe(change => change.Is(NewsSubject.Project, scenario.Project.Id), _ => changes.Release());

        await using var node = await NodeInProcess.StartAsync(bench.DataSource, RunExecutionRole.Execute);

        long? runId;
        while ((runId = await context.StandingMaskLaunches.Select(launch => launch.RunId).SingleAsync(Token)) is null)
            Assert.True(await changes.WaitAsync(LongestWait.Time, Token), "The run was not launched.");
        Assert.Equal(RunState.Succeeded, (await bench.FollowToEndAsync(runId.Value)).State);
        Assert.Equal(await scenario.SpeciesAsync("Actias luna"), (await bench.OccurrenceAsync(animal.Id)).DeterminationTaxonId);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

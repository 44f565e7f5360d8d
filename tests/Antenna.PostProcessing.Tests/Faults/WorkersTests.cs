using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>How much a node executes at once, and that it keeps room for what somebody waits for.</summary>
public sealed class WorkersTests(PostgresCluster cluster)
{
    private const int PartSize = 7;

    [Fact]
    public async Task A_run_on_one_occurrence_does_not_wait_while_a_long_one_has_all_workers()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var elsewhere = await run.Bench.NewScenarioAsync();
        var moths = await elsewhere.AddClassifierAsync("elsewhere", "Actias luna", "Samia cynthia");
        var animal = Assert.Single(await elsewhere.AddOccurrencesAsync([[[moths.Says(1, 2)]]]));
        var list = await elsewhere.AddListOfAsync("Actias luna");
        var all = await run.HoldBackAsync();
        await using var node = await NodeProcess.StartAsync(run.Bench.ConnectionString, PartSize);
        await run.Bench.FollowAsync(run.RunId, () => ClaimedAsync(run), claimed => claimed == RunWorkers.Default.Parts);

        var one = Assert.Single(await run.Bench.LaunchAsync(
            new(RunScope.OfOccurrence(animal.Id), new() { TaxaListId = list.Id, ClassifierIds = [moths.Id] }), elsewhere.Curator));

        Assert.Equal(RunState.Succeeded, (await run.Bench.FollowToEndAsync(one.RunId)).State);
        Assert.Equal(RunWorkers.Default.Parts, await ClaimedAsync(run));
        await all.DisposeAsync();
        Assert.Equal(RunState.Succeeded, (await run.Bench.FollowToEndAsync(run.RunId)).State);
    }

    /// <summary>Parts that are being worked on.</summary>
    private static async Task<int> ClaimedAsync(LongRun run)
    {
        await using var context = run.Bench.CreateContext();
        return await context.RunParts.CountAsync(part => part.RunId == run.RunId && part.Attempt > 0 && part.FinishedAt == null, TestContext.Current.CancellationToken);
    }
}

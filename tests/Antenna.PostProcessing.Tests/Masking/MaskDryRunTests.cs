using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskDryRunTests(RunBench bench) : IClassFixture<RunBench>
{
    [Theory]
    [InlineData(ScoreMode.Reweighted, false, 0)]
    [InlineData(ScoreMode.Reweighted, true, 0.3)]
    [InlineData(ScoreMode.Absolute, false, 0.3)]
    public async Task A_dry_run_counts_what_the_run_then_does_and_writes_nothing(ScoreMode mode, bool onlyWhenSpeciesChanges, double holdBelow)
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Catocala relicta", Scenario.Background);
        await scenario.AddOccurrencesAsync(
        [
            [[classifier.Says(4, 2, 1, 0)], [classifier.Says(0, 2, 1, 0)]],
            [[classifier.Says(0, 6, 1, 0)]],
            [[classifier.Says(0, 1, 9, 1)]],
            [[classifier.Says(0, 1, 0, 9)]],
            [[classifier.Says(30, 1, 0, 2)]],
            [[classifier.SaysWithoutLogits()]],
        ]);
        var list = await scenario.AddListOfAsync("Actias luna", "Catocala relicta");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);
        await scenario.AddVersionAsync(list, ["Actias luna"]);
        var request = scenario.Mask(list, classifier)
            .With(settings => settings with { Options = new(mode, onlyWhenSpeciesChanges, holdBelow), BatchSize = 2 });
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);
        var heard = new List<DryRunCounts>();

        var plan = Assert.Single(await bench.Service<MaskPlanner>().PlanAsync(request, scenario.Curator, TestContext.Current.CancellationToken));
        var counts = await bench.Service<RunDryRun>().CountAsync(plan, new Heard(heard), TestContext.Current.CancellationToken);

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
        Assert.Equal(counts, heard[^1]);
        Assert.Equal(heard.OrderBy(each => each.Counters.Checked), heard);
        var run = await bench.RunAsync(request, scenario.Curator);
        Assert.Equal((run.Counters, run.OccurrencesUpdated), (counts.Counters, counts.OccurrencesUpdated));
        Assert.Equal(7, counts.Counters.Checked);

        var after = await bench.Service<RunDryRun>().CountAsync(plan, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 0), (after.Counters.Masked, after.Counters.Restored, after.OccurrencesUpdated));
    }

    private sealed class Heard(List<DryRunCounts> counts) : IProgress<DryRunCounts>
    {
        public void Report(DryRunCounts value) => counts.Add(value);
    }
}

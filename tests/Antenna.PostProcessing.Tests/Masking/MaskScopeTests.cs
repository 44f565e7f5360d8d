using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskScopeTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task A_scope_of_no_rows_succeeds_at_once_and_reports_it()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Equal(0, run.Total);
        Assert.Equal(OutcomeCounts.None, run.Counters);
        Assert.NotNull(run.FinishedAt);
    }

    [Fact]
    public async Task What_a_pipeline_delivered_as_intermediate_stays_out()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var intermediate = await scenario.AddOccurrenceAsync(classifier.Says(1, 4) with { Terminal = false });
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(0, run.Total);
        Assert.False(Assert.Single(await bench.LineageAsync(intermediate.Source)).Terminal);
    }

    [Fact]
    public async Task A_lineage_that_a_newer_result_retired_stays_out()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 4));
        var list = await scenario.AddListOfAsync("Actias luna");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);
        var newer = await scenario.AddNewerResultAsync(
            animal, animal.Detections[0], classifier.Says(2, 4) with { At = Scenario.Night.AddHours(1) });

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal((1, MaskCounts.Of(masked: 1)), (run.Total, run.Counters));
        Assert.All(await bench.LineageAsync(animal.Source), row => Assert.False(row.Terminal));
        Assert.Equal(2, (await bench.LineageAsync(newer)).Count);
    }

    [Fact]
    public async Task Captures_outside_the_set_other_classifiers_and_other_projects_are_never_touched()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var other = await scenario.AddClassifierAsync("butterflies", "Actias luna", "Samia cynthia");
        var inside = await scenario.AddOccurrenceAsync(classifier.Says(1, 4));
        var outside = (await scenario.AddOccurrencesAsync([[[classifier.Says(1, 4)]]], inSet: false))[0];
        var others = await scenario.AddOccurrenceAsync(other.Says(1, 4));
        var elsewhere = await bench.NewScenarioAsync();
        var neighbours = await elsewhere.AddOccurrenceAsync(classifier.Says(1, 4));
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(1, run.Total);
        Assert.Equal(2, (await bench.LineageAsync(inside.Source)).Count);
        foreach (var untouched in new[] { outside, others, neighbours })
            Assert.True(Assert.Single(await bench.LineageAsync(untouched.Source)).Terminal);
    }

    [Fact]
    public async Task An_occurrence_is_a_scope_of_its_own()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animals = await scenario.AddOccurrencesAsync(
        [
            [[classifier.Says(1, 4)], [classifier.Says(1, 3)]],
            [[classifier.Says(1, 4)]],
        ]);
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(
            scenario.Mask(list, classifier) with { Scope = RunScope.OfOccurrence(animals[0].Id) }, scenario.Curator);

        Assert.Equal((2, MaskCounts.Of(masked: 2), 1), (run.Total, run.Counters, run.OccurrencesUpdated));
        Assert.Single(await bench.LineageAsync(animals[1].Source));
    }

    [Fact]
    public async Task Logits_are_shared_and_never_copied()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 4));

        await bench.RunAsync(scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier), scenario.Curator);

        var lineage = (await bench.LineageAsync(animal.Source)).Select(row => row.Id).ToList();
        await using var context = bench.CreateContext();
        Assert.Equal(
            [animal.Source],
            await context.ClassificationLogits.Where(row => lineage.Contains(row.ClassificationId))
                .Select(row => row.ClassificationId).ToListAsync(TestContext.Current.CancellationToken));
    }

    private async Task<(Scenario Scenario, ScenarioClassifier Classifier)> NewProjectAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        return (scenario, await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia"));
    }
}

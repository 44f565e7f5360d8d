using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskOptionTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task Only_when_the_species_changes_leaves_rows_whose_winner_stays()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var stays = await scenario.AddOccurrenceAsync(classifier.Says(4, 2, 1, 0));
        var changes = await scenario.AddOccurrenceAsync(classifier.Says(2, 4, 1, 0));
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier).WithOptions(options => options with { OnlyWhenSpeciesChanges = true }), scenario.Curator);

        Assert.Equal(MaskCounts.Of(masked: 1, unchanged: 1), run.Counters);
        Assert.Equal(stays.Source, (await bench.TerminalAsync(stays.Source)).Id);
        Assert.NotEqual(changes.Source, (await bench.TerminalAsync(changes.Source)).Id);
    }

    [Fact]
    public async Task Only_when_the_species_changes_restores_rows_that_an_earlier_run_rewrote()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var stays = await scenario.AddOccurrenceAsync(classifier.Says(4, 2, 1, 0));
        var list = await scenario.AddListOfAsync("Actias luna");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        var run = await bench.RunAsync(scenario.Mask(list, classifier).WithOptions(options => options with { OnlyWhenSpeciesChanges = true }), scenario.Curator);

        Assert.Equal(MaskCounts.Of(restored: 1), run.Counters);
        Assert.Equal(stays.Source, (await bench.TerminalAsync(stays.Source)).Id);
    }

    [Fact]
    public async Task Rows_with_too_little_listed_mass_are_held_as_they_are()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var sure = await scenario.AddOccurrenceAsync(classifier.Says(4, 2, 1, 0));
        var unsure = await scenario.AddOccurrenceAsync(classifier.Says(0, 8, 1, 0));
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier).WithOptions(options => options with { HoldBelow = 0.5 }), scenario.Curator);

        Assert.Equal(MaskCounts.Of(masked: 1, held: 1), run.Counters);
        Assert.NotEqual(sure.Source, (await bench.TerminalAsync(sure.Source)).Id);
        Assert.Equal(unsure.Source, (await bench.TerminalAsync(unsure.Source)).Id);
    }

    [Fact]
    public async Task A_held_row_keeps_what_an_earlier_mask_made_of_it()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var unsure = await scenario.AddOccurrenceAsync(classifier.Says(0, 8, 1, 0));
        var list = await scenario.AddListOfAsync("Actias luna");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);
        var masked = await bench.TerminalAsync(unsure.Source);
        await scenario.AddVersionAsync(list, ["Samia cynthia"]);

        var run = await bench.RunAsync(scenario.Mask(list, classifier).WithOptions(options => options with { HoldBelow = 0.5 }), scenario.Curator);

        Assert.Equal(MaskCounts.Of(held: 1), run.Counters);
        Assert.Equal(masked.Id, (await bench.TerminalAsync(unsure.Source)).Id);
    }

    [Fact]
    public async Task What_is_not_a_taxon_counts_for_the_mass_that_hold_below_requires()
    {
        var (scenario, classifier) = await NewProjectAsync();
        await scenario.AddOccurrenceAsync(classifier.Says(0, 1, 0, 8));
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier).WithOptions(options => options with { HoldBelow = 0.9 }), scenario.Curator);

        Assert.Equal(MaskCounts.Of(masked: 1), run.Counters);
    }

    private async Task<(Scenario Scenario, ScenarioClassifier Classifier)> NewProjectAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        return (scenario, await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia", "Samia cynthia", Scenario.Background));
    }
}

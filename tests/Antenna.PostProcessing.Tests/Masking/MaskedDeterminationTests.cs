using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskedDeterminationTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task The_determination_follows_the_masked_row()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 4, 0));

        var run = await MaskToLunaAsync(scenario, classifier);

        var masked = await bench.TerminalAsync(animal.Source);
        var occurrence = await bench.OccurrenceAsync(animal.Id);
        Assert.Equal(classifier.TaxonOf("Actias luna"), occurrence.DeterminationTaxonId);
        Assert.Equal(masked.Score, occurrence.DeterminationScore);
        Assert.Equal((occurrence.DeterminationTaxonId, occurrence.DeterminationScore), (occurrence.MachineTaxonId, occurrence.MachineScore));
        Assert.Equal(1, run.OccurrencesUpdated);
        var effect = Assert.Single(await EffectsAsync(run));
        Assert.Equal(
            (animal.Id, classifier.TaxonOf("Hyalophora cecropia"), classifier.TaxonOf("Actias luna"), masked.Score),
            (effect.OccurrenceId, effect.TaxonBeforeId, effect.TaxonAfterId, effect.ScoreAfter));
    }

    [Fact]
    public async Task A_persons_identification_is_never_overwritten_and_the_machine_prediction_is_kept()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 4, 0));
        await scenario.IdentifyAsync(animal, "Hyalophora cecropia");

        var run = await MaskToLunaAsync(scenario, classifier);

        var occurrence = await bench.OccurrenceAsync(animal.Id);
        Assert.Equal(
            (classifier.TaxonOf("Hyalophora cecropia"), 1d, true, classifier.TaxonOf("Actias luna")),
            (occurrence.DeterminationTaxonId, occurrence.DeterminationScore, occurrence.Verified, occurrence.MachineTaxonId));
        Assert.Equal((MaskCounts.Of(masked: 1), 0), (run.Counters, run.OccurrencesUpdated));
    }

    [Fact]
    public async Task A_winner_that_is_not_a_taxon_clears_the_determination()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var bolt = await scenario.AddOccurrenceAsync(classifier.Says(0, 4, 3));

        var run = await MaskToLunaAsync(scenario, classifier);

        var occurrence = await bench.OccurrenceAsync(bolt.Id);
        Assert.Null((await bench.TerminalAsync(bolt.Source)).TaxonId);
        Assert.Null(occurrence.DeterminationTaxonId);
        Assert.Null(occurrence.DeterminationScore);
        Assert.Equal(1, run.OccurrencesUpdated);
    }

    [Fact]
    public async Task An_occurrence_of_several_detections_counts_once_and_goes_by_its_best_row()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animal = (await scenario.AddOccurrencesAsync([[[classifier.Says(3, 4, 0)], [classifier.Says(0, 6, 0)], [classifier.Says(2, 9, 0)]]]))[0];

        var run = await MaskToLunaAsync(scenario, classifier);

        Assert.Equal((MaskCounts.Of(masked: 3), 1), (run.Counters, run.OccurrencesUpdated));
        Assert.Equal((await bench.TerminalAsync(animal.Sources[0])).Score, (await bench.OccurrenceAsync(animal.Id)).DeterminationScore);
        Assert.Single(await EffectsAsync(run));
    }

    [Fact]
    public async Task Another_classifiers_surer_row_still_determines_an_occurrence()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var surer = await scenario.AddClassifierAsync("surer", "Samia cynthia", Scenario.Background);
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 4, 0), surer.Says(9, 0));

        var run = await MaskToLunaAsync(scenario, classifier);

        Assert.Equal((MaskCounts.Of(masked: 1), 0), (run.Counters, run.OccurrencesUpdated));
        Assert.Equal(surer.TaxonOf("Samia cynthia"), (await bench.OccurrenceAsync(animal.Id)).DeterminationTaxonId);
    }

    [Fact]
    public async Task Scores_that_change_while_every_species_stays_update_no_occurrence_and_are_effects_all_the_same()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(4, 1, 0));
        var before = (await bench.OccurrenceAsync(animal.Id)).DeterminationScore;

        var run = await MaskToLunaAsync(scenario, classifier);

        Assert.Equal((MaskCounts.Of(masked: 1), 0), (run.Counters, run.OccurrencesUpdated));
        var effect = Assert.Single(await EffectsAsync(run));
        Assert.Equal(before, effect.ScoreBefore);
        Assert.True(effect.ScoreAfter > before);
    }

    [Fact]
    public async Task A_run_whose_batches_hold_one_row_each_comes_to_the_same_end_as_one_batch()
    {
        var (scenario, classifier) = await NewProjectAsync();
        var animals = await scenario.AddOccurrencesAsync(
            [.. Enumerable.Range(0, 7).Select(number => new PipelineResult[][] { [classifier.Says(1, number, 0)], [classifier.Says(0, 2, number)] })]);
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier).With(settings => settings with { BatchSize = 1 }), scenario.Curator);
        var again = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal((14, 14), (run.Total, run.Counters.Checked));
        Assert.Equal(MaskCounts.Of(unchanged: 14), again.Counters);
        Assert.Equal(
            animals.Select(animal => animal.Id),
            (await EffectsAsync(run)).Select(effect => effect.OccurrenceId).Order());
    }

    private async Task<RunSnapshot> MaskToLunaAsync(Scenario scenario, ScenarioClassifier classifier) =>
        await bench.RunAsync(scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier), scenario.Curator);

    private async Task<IReadOnlyList<OccurrenceEffect>> EffectsAsync(RunSnapshot run)
    {
        await using var context = bench.CreateContext();
        return await context.OccurrenceEffects.AsNoTracking().Where(effect => effect.RunId == run.RunId).ToListAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(Scenario Scenario, ScenarioClassifier Classifier)> NewProjectAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        return (scenario, await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia", Scenario.Background));
    }
}

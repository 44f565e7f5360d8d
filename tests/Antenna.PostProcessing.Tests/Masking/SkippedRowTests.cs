using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class SkippedRowTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task Rows_that_cannot_be_masked_are_skipped_under_their_reason_and_the_run_goes_on()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia");
        var animals = await scenario.AddOccurrencesAsync(
        [
            [[classifier.SaysWithoutLogits()]],
            [[classifier.Says(1, 2, 3)]],
            [[classifier.Says(1)]],
            [[classifier.Says(float.NaN, 1)]],
            [[classifier.Says(float.PositiveInfinity, 1)]],
            [[classifier.Says(float.NegativeInfinity, float.NegativeInfinity)]],
            [[classifier.Says(float.NegativeInfinity, 1)]], // Only what is not listed has a finite logit.
            [[classifier.Says(1, 2)]],
        ]);
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Equal(MaskCounts.Of(masked: 1, unchanged: 1, skippedNoLogits: 1, skippedWrongLength: 2, skippedNotANumber: 1, skippedInfinite: 1, skippedNotFinite: 1), run.Counters);
        Assert.Equal(8, run.Total);
        foreach (var skipped in animals.SkipLast(1))
            Assert.Single(await bench.LineageAsync(skipped.Source), row => row.Terminal);
        var listed = await ListedAsync(run.RunId);
        Assert.Equal(5, listed.Count);
        Assert.Equal([animals[0].Source], listed[MaskOutcomes.NoLogits]);
        Assert.Equal([animals[1].Source, animals[2].Source], listed[MaskOutcomes.WrongLength]);
        Assert.Equal([animals[3].Source], listed[MaskOutcomes.NotANumber]);
        Assert.Equal([animals[4].Source], listed[MaskOutcomes.Infinite]);
        Assert.Equal([animals[5].Source], listed[MaskOutcomes.NotFinite]);
    }

    [Fact]
    public async Task A_row_of_which_a_list_keeps_nothing_possible_does_not_keep_the_prediction_of_a_wider_list()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(float.NegativeInfinity, 1, 2));
        var list = await scenario.AddListOfAsync("Hyalophora cecropia");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);
        Assert.Equal(classifier.TaxonOf("Hyalophora cecropia"), (await bench.OccurrenceAsync(animal.Id)).DeterminationTaxonId);
        await scenario.AddVersionAsync(list, ["Actias luna"]);

        var narrower = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);
        var again = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(MaskCounts.Of(restored: 1), narrower.Counters);
        Assert.Equal(animal.Source, (await bench.TerminalAsync(animal.Source)).Id);
        Assert.Equal(classifier.TaxonOf("Samia cynthia"), (await bench.OccurrenceAsync(animal.Id)).DeterminationTaxonId);
        Assert.Equal(MaskCounts.Of(unchanged: 1), again.Counters);
    }

    [Fact]
    public async Task A_row_of_which_a_list_keeps_nothing_possible_is_unchanged_in_a_preview_as_in_the_run()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(float.NegativeInfinity, 1));
        var list = await scenario.AddListOfAsync("Actias luna");

        var workbench = await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, TestContext.Current.CancellationToken);
        var preview = (await workbench!.TryAsync(new() { TaxaListId = list.Id, ClassifierIds = [classifier.Id] }, TestContext.Current.CancellationToken)).Preview!;
        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        var row = Assert.Single(preview.Rows);
        Assert.Equal((RowEffect.Unchanged, LineageRow.Source), (row.Effect, row.Due));
        Assert.Contains("probability of 0", row.Because, StringComparison.Ordinal);
        Assert.Equal((MaskCounts.Of(unchanged: 1), MaskCounts.Of(unchanged: 1)), (preview.Counters, run.Counters));
    }

    [Fact]
    public async Task The_first_hundred_rows_of_a_reason_are_named_however_many_batches_they_are_in()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia");
        var animals = await scenario.AddOccurrencesAsync([.. Enumerable.Repeat<PipelineResult[][]>([[classifier.SaysWithoutLogits()]], 123)]);
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier).With(settings => settings with { BatchSize = 10 }), scenario.Curator);

        Assert.Equal(MaskCounts.Of(skippedNoLogits: 123), run.Counters);
        Assert.Equal(animals.Select(animal => animal.Source).Order().Take(100), (await ListedAsync(run.RunId))[MaskOutcomes.NoLogits]);
    }

    [Fact]
    public async Task A_row_that_leaves_the_scope_while_the_run_is_under_way_is_skipped_and_named()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia");
        var animals = await scenario.AddOccurrencesAsync([[[classifier.Says(1, 2)]], [[classifier.Says(1, 2)]]]);
        var list = await scenario.AddListOfAsync("Actias luna");

        // The run has begun to read when it commits its first batch, and the second row is retired by then.
        await bench.ExecuteSqlAsync(
            $"""
            create function retire() returns trigger language plpgsql as
            $$ begin update classifications set terminal = false where id = {animals[1].Source}; return null; end $$;
            create trigger retire after update on run_parts for each row when (new.checkpoint = {animals[0].Id}) execute function retire()
            """);

        var run = await bench.RunAsync(scenario.Mask(list, classifier).With(settings => settings with { BatchSize = 1 }), scenario.Curator);

        Assert.Equal((2, MaskCounts.Of(masked: 1, skippedOutOfScope: 1)), (run.Total, run.Counters));
        Assert.False(Assert.Single(await bench.LineageAsync(animals[1].Source)).Terminal);
        Assert.Equal([animals[1].Source], (await ListedAsync(run.RunId))[MaskOutcomes.OutOfScope]);
    }

    [Fact]
    public async Task Labels_that_resolve_to_no_taxon_are_excluded_and_warned_of()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "?blurred", "?Catocala sp.");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 5, 4));
        var list = await scenario.AddListOfAsync("Actias luna");

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(classifier.TaxonOf("Actias luna"), (await bench.TerminalAsync(animal.Source)).TaxonId);
        var warning = Assert.Single(await bench.LogAsync(run.RunId));
        Assert.Equal(
            (RunLogLevel.Warning, "2 of 3 labels of moths resolve to no taxon and are excluded: '?blurred', '?Catocala sp.'."),
            (warning.Level, warning.Message));
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<long>>> ListedAsync(long runId) =>
        (await bench.Service<RunHistory>().FindAsync(runId, TestContext.Current.CancellationToken))!.Listed;
}

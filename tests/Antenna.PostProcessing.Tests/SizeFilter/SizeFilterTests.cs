using Antenna.Core.Detections;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.SizeFilter;

public sealed class SizeFilterTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private const double Small = 799;
    private const double JustLargeEnough = 800;

    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await bench.NewScenarioAsync();
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_detection_that_covers_less_than_the_threshold_becomes_not_identifiable()
    {
        var small = await AddAsync(Small);
        var large = await AddAsync(JustLargeEnough);

        var run = await FilterAsync();

        Assert.Equal((2, 1, 1), (run.Total, run.Counters[SizeFilterOutcomes.Flagged], run.Counters[SizeFilterOutcomes.LargeEnough]));
        Assert.Equal(1, run.OccurrencesUpdated);
        Assert.False((await bench.LineageAsync(small.Source)).Single().Terminal);
        var row = await FlagAsync(small);
        Assert.Equal((true, row.Id, null, null), (row.Terminal, row.LineageId, row.AppliedToId, row.TaxonId));
        Assert.Equal((1d, 1d, run.RunId), (row.Score, row.AbsoluteScore, row.RunId));
        Assert.Null((await bench.OccurrenceAsync(small.Id)).DeterminationTaxonId);
        Assert.True((await bench.TerminalAsync(large.Source)).Id == large.Source);
        Assert.Equal(_moths.TaxonOf("Actias luna"), (await bench.OccurrenceAsync(large.Id)).DeterminationTaxonId);
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task It_is_called_not_identifiable_wherever_labels_are_shown()
    {
        var small = await AddAsync(Small);
        await FilterAsync();

        var flag = await FlagAsync(small);
        var page = await bench.Service<ClassificationList>().ReadAsync(new() { Id = flag.Id }, 1, cursor: null, Token);
        Assert.Equal("Not identifiable", Assert.Single(page.Items).Label);
    }

    [Fact]
    public async Task Whatever_counted_of_the_detection_stops_counting_and_other_detections_of_the_animal_go_on()
    {
        var beetles = await _scenario.AddClassifierAsync("beetles", "Samia cynthia", "Carabus nemoralis");
        var animal = (await _scenario.AddOccurrencesAsync(
            [[[_moths.Says(9, 0, 0), beetles.Says(9, 0)], [_moths.Says(0, 2, 0)]]]))[0];
        await bench.CoverAsync(animal, Small, JustLargeEnough);
        var list = await _scenario.AddListOfAsync("Samia cynthia");
        await bench.RunAsync(_scenario.Mask(list, _moths), _scenario.Curator);

        var run = await FilterAsync();

        Assert.Equal(1, run.Counters[SizeFilterOutcomes.Flagged]);
        Assert.All(await RowsOfAsync(animal.Detections[0]), row => Assert.Equal(IsFlag(row), row.Terminal));
        Assert.Single(await RowsOfAsync(animal.Detections[1]), row => row.Terminal);
        Assert.Equal(_moths.TaxonOf("Samia cynthia"), (await bench.OccurrenceAsync(animal.Id)).DeterminationTaxonId);
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task What_a_person_said_of_a_small_animal_stays()
    {
        var small = await AddAsync(Small);
        await _scenario.IdentifyAsync(small, "Samia cynthia");

        await FilterAsync();

        var occurrence = await bench.OccurrenceAsync(small.Id);
        Assert.Equal((_moths.TaxonOf("Samia cynthia"), true, null), (occurrence.DeterminationTaxonId, occurrence.Verified, occurrence.MachineTaxonId));
    }

    [Fact]
    public async Task Running_it_twice_changes_nothing()
    {
        await AddAsync(Small);
        await AddAsync(JustLargeEnough);
        await FilterAsync();
        var before = await bench.ContentAsync(_scenario);

        var again = await FilterAsync();

        Assert.Equal(Counts((SizeFilterOutcomes.AlreadyFlagged, 1), (SizeFilterOutcomes.LargeEnough, 1)), again.Counters);
        Assert.Equal(before, await bench.ContentAsync(_scenario));
        Assert.Empty(await EffectsAsync(again.RunId));
    }

    [Fact]
    public async Task The_last_partial_batch_counts()
    {
        for (var number = 0; number < 7; number++)
            await AddAsync(Small);

        var run = await FilterAsync(TaskValues.Empty.With(TaskField.BatchSize.Key, "3"));

        Assert.Equal(Counts((SizeFilterOutcomes.Flagged, 7)), run.Counters);
        Assert.Equal(7, (await EffectsAsync(run.RunId)).Count(effect => effect.Written));
    }

    [Fact]
    public async Task What_cannot_be_measured_is_skipped_under_its_reason_and_named_in_the_log()
    {
        var noDimensions = await _scenario.AddOccurrenceAsync(_moths.Says(3, 1, 0));
        var invalid = await AddAsync(0);
        var outside = await AddAsync(Small);
        await bench.ExecuteSqlAsync($"update detections set x1 = 2000, x2 = 2100 where id = {outside.Detections[0]}");
        var before = await bench.ContentAsync(_scenario);

        var run = await FilterAsync();

        Assert.Equal(Counts((SizeFilterOutcomes.NoDimensions, 1), (SizeFilterOutcomes.InvalidBox, 2)), run.Counters);
        Assert.Equal(before, await bench.ContentAsync(_scenario));
        Assert.Contains($"{noDimensions.Detections[0]}", await ListedAsync(run.RunId), StringComparison.Ordinal);
        Assert.Contains($"{invalid.Detections[0]}", await ListedAsync(run.RunId), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SizeVerdict.NoBox, SizeFilterOutcomes.NoBox)]
    [InlineData(SizeVerdict.NoDimensions, SizeFilterOutcomes.NoDimensions)]
    [InlineData(SizeVerdict.InvalidBox, SizeFilterOutcomes.InvalidBox)]
    [InlineData(SizeVerdict.LargeEnough, SizeFilterOutcomes.LargeEnough)]
    public void A_detection_that_is_not_too_small_is_left_alone(SizeVerdict verdict, string outcome)
    {
        var changes = new LineageChanges(new Dictionary<long, OccurrenceState> { [7] = new(7, default) });

        Assert.Equal(outcome, new SizeFilterWork(SizeFilterSettings.Default, 1, Scenario.Night).Apply(new(3, 7, verdict), changes, () => 1));
        Assert.Empty(changes.Determinations());
    }

    [Fact]
    public void A_detection_that_went_to_another_animal_meanwhile_is_skipped()
    {
        var work = new SizeFilterWork(SizeFilterSettings.Default, 1, Scenario.Night);
        var changes = new LineageChanges(new Dictionary<long, OccurrenceState> { [7] = new(7, default) });

        Assert.Equal(SizeFilterOutcomes.Gone, work.Apply(new(3, 7, SizeVerdict.TooSmall), changes, () => 1));
        Assert.Equal(SizeFilterOutcomes.Gone, work.Apply(new(3, 8, SizeVerdict.TooSmall), changes, () => 1));
        Assert.Empty(changes.Written);
    }

    [Fact]
    public async Task A_detection_of_which_no_algorithm_said_anything_is_flagged_too()
    {
        var silent = (await _scenario.AddOccurrencesAsync([[[]]]))[0];
        await bench.CoverAsync(silent, Small);
        var before = await bench.ContentAsync(_scenario);

        var run = await FilterAsync();

        Assert.True((await FlagAsync(silent)).Terminal);
        await bench.UndoAsync(run.RunId, _scenario.Curator);
        Assert.Equal(before, await bench.ContentAsync(_scenario));
    }

    [Fact]
    public async Task A_row_that_another_threshold_replaced_counts_again_and_is_never_written_twice()
    {
        var small = await AddAsync(500);
        var first = await FilterAsync();
        var flag = await FlagAsync(small);
        await FilterAsync(Threshold("0.002"));
        Assert.False((await bench.LineageAsync(flag.Id)).Single().Terminal);

        var again = await FilterAsync();

        Assert.Equal(1, again.Counters[SizeFilterOutcomes.Flagged]);
        Assert.Equal(2, (await RowsOfAsync(small.Detections[0])).Count(IsFlag));
        Assert.True((await bench.LineageAsync(flag.Id)).Single().Terminal);
        Assert.Equal(first.RunId, (await bench.LineageAsync(flag.Id)).Single().RunId);
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_mask_leaves_what_the_filter_put_aside_and_undoing_gives_back_what_was_before()
    {
        await AddAsync(Small);
        await AddAsync(JustLargeEnough);
        var list = await _scenario.AddListOfAsync("Samia cynthia");
        var before = await bench.ContentAsync(_scenario);
        var filter = await FilterAsync();
        Assert.Equal((2, 1), await FiguresAsync());

        var mask = await bench.RunAsync(_scenario.Mask(list, _moths), _scenario.Curator);

        Assert.Equal((1, MaskCounts.Of(masked: 1)), (mask.Total, mask.Counters));
        await bench.AssertVerifiedAsync();
        await bench.UndoAsync(filter.RunId, _scenario.Curator);
        await bench.UndoAsync(mask.RunId, _scenario.Curator);
        Assert.Equal(before, await bench.ContentAsync(_scenario));
        Assert.Equal((2, 2), await FiguresAsync());
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_filter_after_a_mask_is_undone_before_it_and_gives_the_masked_row_back()
    {
        var small = await AddAsync(Small);
        var list = await _scenario.AddListOfAsync("Samia cynthia");
        var before = await bench.ContentAsync(_scenario);
        var mask = await bench.RunAsync(_scenario.Mask(list, _moths), _scenario.Curator);
        var masked = await bench.ContentAsync(_scenario);
        var filter = await FilterAsync();

        Assert.Equal([filter.RunId], (await bench.Service<RunUndo>().PlanAsync(mask.RunId, Token))!.Standing);
        await bench.UndoAsync(filter.RunId, _scenario.Curator);
        Assert.Equal(masked, await bench.ContentAsync(_scenario));
        await bench.UndoAsync(mask.RunId, _scenario.Curator);
        Assert.Equal(before, await bench.ContentAsync(_scenario));
        Assert.True((await bench.LineageAsync(small.Source)).Single().Terminal);
    }

    [Fact]
    public async Task Undoing_the_undo_flags_the_same_rows_again()
    {
        await AddAsync(Small);
        var run = await FilterAsync();
        var flagged = await bench.ContentAsync(_scenario);
        var undo = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(run.RunId, [], _scenario.Curator, Token));
        await bench.ExecuteAsync(undo.RunId);

        await bench.UndoAsync(undo.RunId, _scenario.Curator);

        Assert.Equal(flagged, await bench.ContentAsync(_scenario));
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_redo_never_gives_a_detection_a_second_row_of_the_filter()
    {
        var silent = (await _scenario.AddOccurrencesAsync([[[]]]))[0];
        await bench.CoverAsync(silent, Small);
        var run = await FilterAsync();
        var undo = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(run.RunId, [], _scenario.Curator, Token));
        await bench.ExecuteAsync(undo.RunId);
        var again = await FilterAsync();

        var redo = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(undo.RunId, [], _scenario.Curator, Token));
        var redone = await bench.ExecuteAsync(redo.RunId);

        Assert.Equal((RunState.Succeeded, 1), (redone.State, redone.Counters[UndoOutcomes.ChangedSince]));
        Assert.Equal(again.RunId, Assert.Single(await RowsOfAsync(silent.Detections[0])).RunId);
    }

    [Fact]
    public async Task A_newer_result_counts_until_the_filter_runs_again()
    {
        var small = await AddAsync(Small);
        await FilterAsync();
        var newer = await _scenario.AddNewerResultAsync(small, small.Detections[0], _moths.Says(0, 5, 0) with { At = Scenario.Night.AddDays(1) });
        await bench.AssertVerifiedAsync();
        Assert.Equal(_moths.TaxonOf("Samia cynthia"), (await bench.OccurrenceAsync(small.Id)).DeterminationTaxonId);

        var run = await FilterAsync();

        Assert.Equal(1, run.Counters[SizeFilterOutcomes.Flagged]);
        Assert.False((await bench.LineageAsync(newer)).Single().Terminal);
        Assert.Null((await bench.OccurrenceAsync(small.Id)).DeterminationTaxonId);
        Assert.Single(await RowsOfAsync(small.Detections[0]), row => row.Terminal);
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_dry_run_counts_what_the_run_then_does_and_writes_nothing()
    {
        await AddAsync(Small);
        await FilterAsync();
        await AddAsync(100);
        await AddAsync(JustLargeEnough);
        await _scenario.AddOccurrenceAsync(_moths.Says(3, 1, 0));

        foreach (var values in (TaskValues[])[TaskValues.Empty, Threshold("0.01")])
        {
            var counts = await bench.DryRunAsync(SizeFilterTask.TaskKey, _scenario.Everything(), values, _scenario.Curator);
            var run = await FilterAsync(values);
            Assert.Equal((run.Counters, run.OccurrencesUpdated), (counts.Counters, counts.OccurrencesUpdated));
            Assert.Equal(4, counts.Counters.Checked);
        }
    }

    [Fact]
    public async Task One_occurrence_a_selection_and_captures_outside_of_the_set_are_told_apart()
    {
        var animals = new List<ScenarioOccurrence> { await AddAsync(Small), await AddAsync(Small), await AddAsync(Small) };
        animals.AddRange(await _scenario.AddOccurrencesAsync([[[_moths.Says(3, 1, 0)]]], inSet: false));
        await bench.CoverAsync(animals[3], Small);

        Assert.Equal(1, (await FilterAsync(scope: RunScope.OfOccurrence(animals[0].Id))).Total);
        Assert.Equal(
            Counts((SizeFilterOutcomes.AlreadyFlagged, 1), (SizeFilterOutcomes.Flagged, 1)),
            (await FilterAsync(scope: RunScope.OfSelection([animals[1].Id, animals[0].Id]))).Counters);
        Assert.Equal(Counts((SizeFilterOutcomes.AlreadyFlagged, 2), (SizeFilterOutcomes.Flagged, 1)), (await FilterAsync()).Counters);
        Assert.True((await bench.LineageAsync(animals[3].Source)).Single().Terminal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("small")]
    public async Task A_threshold_that_is_no_fraction_is_refused_at_its_field(string threshold)
    {
        var review = await bench.ReviewAsync(SizeFilterTask.TaskKey, _scenario.Everything(), Threshold(threshold), _scenario.Curator);

        Assert.Equal("threshold", Assert.Single(review.Problems).Field);
        Assert.Empty(review.Plans);
    }

    [Fact]
    public async Task The_settings_of_a_run_lead_to_it_again()
    {
        await AddAsync(Small);
        foreach (var values in (TaskValues[])[TaskValues.Empty, Threshold("0.25")])
        {
            var plan = Assert.Single((await bench.ReviewAsync(SizeFilterTask.TaskKey, _scenario.Everything(), values, _scenario.Curator)).Accepted());

            Assert.Equal(values.All, bench.TaskOf(SizeFilterTask.TaskKey).ValuesOf(plan.SettingsJson).All);
        }
    }

    private async Task<ScenarioOccurrence> AddAsync(double px)
    {
        var animal = await _scenario.AddOccurrenceAsync(_moths.Says(3, 1, 0));
        await bench.CoverAsync(animal, px);
        return animal;
    }

    private Task<RunSnapshot> FilterAsync(TaskValues? values = null, RunScope? scope = null) =>
        bench.RunAsync(SizeFilterTask.TaskKey, scope ?? _scenario.Everything(), values ?? TaskValues.Empty, _scenario.Curator);

    private static TaskValues Threshold(string threshold) => TaskValues.Empty.With("threshold", threshold);

    private static OutcomeCounts Counts(params (string Outcome, long Rows)[] counts)
    {
        var outcomes = new OutcomeCounts();
        foreach (var (outcome, rows) in counts)
            outcomes.Add(outcome, rows);
        return outcomes;
    }

    private bool IsFlag(Classification row) => row.AlgorithmId != _moths.Id && row.IsSource() && row.RunId is not null;

    private async Task<Classification> FlagAsync(ScenarioOccurrence animal) => (await RowsOfAsync(animal.Detections[0])).Single(IsFlag);

    private async Task<IReadOnlyList<Classification>> RowsOfAsync(long detectionId)
    {
        await using var context = bench.CreateContext();
        return await context.Classifications.AsNoTracking().Where(row => row.DetectionId == detectionId).OrderBy(row => row.Id).ToListAsync(Token);
    }

    private async Task<IReadOnlyList<LineageEffect>> EffectsAsync(long runId)
    {
        await using var context = bench.CreateContext();
        return await context.LineageEffects.AsNoTracking().Where(effect => effect.RunId == runId).ToListAsync(Token);
    }

    /// <summary>The first rows of the outcomes that a run lists.</summary>
    private async Task<string> ListedAsync(long runId)
    {
        await using var context = bench.CreateContext();
        return string.Join(' ', await context.RunParts.Where(part => part.RunId == runId).Select(part => part.Listed).ToListAsync(Token));
    }

    /// <summary>Results of the classifier in the set, and those that a run would look at.</summary>
    private async Task<(long Results, long InScope)> FiguresAsync()
    {
        await using var context = bench.CreateContext();
        var figures = await context.CaptureSetClassifiers.SingleAsync(each => each.CaptureSetId == _scenario.Set.Id, Token);
        return (figures.Results, figures.InScope);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

file static class Rows
{
    public static bool IsSource(this Classification row) => row.Id == row.LineageId;
}

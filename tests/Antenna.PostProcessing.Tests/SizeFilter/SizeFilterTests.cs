using Antenna.Core.Detections;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.SizeFilter;

public sealed class SizeFilterTests(RunBench bench) : SizeFilterBench(bench), IClassFixture<RunBench>
{
    [Fact]
    public async Task A_detection_that_covers_less_than_the_threshold_becomes_not_identifiable()
    {
        var small = await AddAsync(Small);
        var large = await AddAsync(JustLargeEnough);

        var run = await FilterAsync();

        Assert.Equal((2, 1, 1), (run.Total, run.Counters[SizeFilterOutcomes.Flagged], run.Counters[SizeFilterOutcomes.LargeEnough]));
        Assert.Equal(1, run.OccurrencesUpdated);
        Assert.False((await Bench.LineageAsync(small.Source)).Single().Terminal);
        var row = await FlagAsync(small);
        Assert.Equal((true, row.Id, null, null), (row.Terminal, row.LineageId, row.AppliedToId, row.TaxonId));
        Assert.Equal((1d, 1d, run.RunId), (row.Score, row.AbsoluteScore, row.RunId));
        Assert.Null((await Bench.OccurrenceAsync(small.Id)).DeterminationTaxonId);
        Assert.True((await Bench.TerminalAsync(large.Source)).Id == large.Source);
        Assert.Equal(Moths.TaxonOf("Actias luna"), (await Bench.OccurrenceAsync(large.Id)).DeterminationTaxonId);
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task It_is_called_not_identifiable_wherever_labels_are_shown()
    {
        var small = await AddAsync(Small);
        await FilterAsync();

        var flag = await FlagAsync(small);
        var page = await Bench.Service<ClassificationList>().ReadAsync(new() { Id = flag.Id }, 1, cursor: null, Token);
        Assert.Equal("Not identifiable", Assert.Single(page.Items).Label);
    }

    [Fact]
    public async Task Whatever_counted_of_the_detection_stops_counting_and_other_detections_of_the_animal_go_on()
    {
        var beetles = await Scenario.AddClassifierAsync("beetles", "Samia cynthia", "Carabus nemoralis");
        var animal = (await Scenario.AddOccurrencesAsync(
            [[[Moths.Says(9, 0, 0), beetles.Says(9, 0)], [Moths.Says(0, 2, 0)]]]))[0];
        await Bench.CoverAsync(animal, Small, JustLargeEnough);
        var list = await Scenario.AddListOfAsync("Samia cynthia");
        await Bench.RunAsync(Scenario.Mask(list, Moths), Scenario.Curator);

        var run = await FilterAsync();

        Assert.Equal(1, run.Counters[SizeFilterOutcomes.Flagged]);
        Assert.All(await RowsOfAsync(animal.Detections[0]), row => Assert.Equal(IsFlag(row), row.Terminal));
        Assert.Single(await RowsOfAsync(animal.Detections[1]), row => row.Terminal);
        Assert.Equal(Moths.TaxonOf("Samia cynthia"), (await Bench.OccurrenceAsync(animal.Id)).DeterminationTaxonId);
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task What_a_person_said_of_a_small_animal_stays()
    {
        var small = await AddAsync(Small);
        await Scenario.IdentifyAsync(small, "Samia cynthia");

        await FilterAsync();

        var occurrence = await Bench.OccurrenceAsync(small.Id);
        Assert.Equal((Moths.TaxonOf("Samia cynthia"), true, null), (occurrence.DeterminationTaxonId, occurrence.Verified, occurrence.MachineTaxonId));
    }

    [Fact]
    public async Task Running_it_twice_changes_nothing()
    {
        await AddAsync(Small);
        await AddAsync(JustLargeEnough);
        await FilterAsync();
        var before = await Bench.ContentAsync(Scenario);

        var again = await FilterAsync();

        Assert.Equal(Counts((SizeFilterOutcomes.AlreadyFlagged, 1), (SizeFilterOutcomes.LargeEnough, 1)), again.Counters);
        Assert.Equal(before, await Bench.ContentAsync(Scenario));
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
        var noDimensions = await Scenario.AddOccurrenceAsync(Moths.Says(3, 1, 0));
        var invalid = await AddAsync(0);
        var outside = await AddAsync(Small);
        await Bench.ExecuteSqlAsync($"update detections set x1 = 2000, x2 = 2100 where id = {outside.Detections[0]}");
        var before = await Bench.ContentAsync(Scenario);

        var run = await FilterAsync();

        Assert.Equal(Counts((SizeFilterOutcomes.NoDimensions, 1), (SizeFilterOutcomes.InvalidBox, 2)), run.Counters);
        Assert.Equal(before, await Bench.ContentAsync(Scenario));
        Assert.Contains($"{noDimensions.Detections[0]}", await ListedAsync(run.RunId), StringComparison.Ordinal);
        Assert.Contains($"{invalid.Detections[0]}", await ListedAsync(run.RunId), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_animal_without_a_box_is_skipped_and_counted()
    {
        var animal = await AddAsync(Small);
        await Bench.ExecuteSqlAsync($"update detections set x1 = null, y1 = null, x2 = null, y2 = null where id = {animal.Detections[0]}");

        var run = await FilterAsync();

        Assert.Equal(Counts((SizeFilterOutcomes.NoBox, 1)), run.Counters);
        await Bench.AssertVerifiedAsync();
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
        var silent = (await Scenario.AddOccurrencesAsync([[[]]]))[0];
        await Bench.CoverAsync(silent, Small);
        var before = await Bench.ContentAsync(Scenario);

        var run = await FilterAsync();

        Assert.True((await FlagAsync(silent)).Terminal);
        await Bench.UndoAsync(run.RunId, Scenario.Curator);
        Assert.Equal(before, await Bench.ContentAsync(Scenario));
    }

    [Fact]
    public async Task A_dry_run_counts_what_the_run_then_does_and_writes_nothing()
    {
        await AddAsync(Small);
        await FilterAsync();
        await AddAsync(100);
        await AddAsync(JustLargeEnough);
        await Scenario.AddOccurrenceAsync(Moths.Says(3, 1, 0));

        foreach (var values in (TaskValues[])[TaskValues.Empty, Threshold("0.01")])
        {
            var counts = await Bench.DryRunAsync(SizeFilterTask.TaskKey, Scenario.Everything(), values, Scenario.Curator);
            var run = await FilterAsync(values);
            Assert.Equal((run.Counters, run.OccurrencesUpdated), (counts.Counters, counts.OccurrencesUpdated));
            Assert.Equal(4, counts.Counters.Checked);
        }
    }

    [Fact]
    public async Task One_occurrence_a_selection_and_captures_outside_of_the_set_are_told_apart()
    {
        var animals = new List<ScenarioOccurrence> { await AddAsync(Small), await AddAsync(Small), await AddAsync(Small) };
        animals.AddRange(await Scenario.AddOccurrencesAsync([[[Moths.Says(3, 1, 0)]]], inSet: false));
        await Bench.CoverAsync(animals[3], Small);

        Assert.Equal(1, (await FilterAsync(scope: RunScope.OfOccurrence(animals[0].Id))).Total);
        Assert.Equal(
            Counts((SizeFilterOutcomes.AlreadyFlagged, 1), (SizeFilterOutcomes.Flagged, 1)),
            (await FilterAsync(scope: RunScope.OfSelection([animals[1].Id, animals[0].Id]))).Counters);
        Assert.Equal(Counts((SizeFilterOutcomes.AlreadyFlagged, 2), (SizeFilterOutcomes.Flagged, 1)), (await FilterAsync()).Counters);
        Assert.True((await Bench.LineageAsync(animals[3].Source)).Single().Terminal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("small")]
    public async Task A_threshold_that_is_no_fraction_is_refused_at_its_field(string threshold)
    {
        var review = await Bench.ReviewAsync(SizeFilterTask.TaskKey, Scenario.Everything(), Threshold(threshold), Scenario.Curator);

        Assert.Equal("threshold", Assert.Single(review.Problems).Field);
        Assert.Empty(review.Plans);
    }

    [Fact]
    public async Task The_settings_of_a_run_lead_to_it_again()
    {
        await AddAsync(Small);
        foreach (var values in (TaskValues[])[TaskValues.Empty, Threshold("0.25")])
        {
            var plan = Assert.Single((await Bench.ReviewAsync(SizeFilterTask.TaskKey, Scenario.Everything(), values, Scenario.Curator)).Accepted());

            Assert.Equal(values.All, Bench.TaskOf(SizeFilterTask.TaskKey).ValuesOf(plan.SettingsJson).All);
        }
    }

    private static OutcomeCounts Counts(params (string Outcome, long Rows)[] counts)
    {
        var outcomes = new OutcomeCounts();
        foreach (var (outcome, rows) in counts)
            outcomes.Add(outcome, rows);
        return outcomes;
    }

    private async Task<IReadOnlyList<LineageEffect>> EffectsAsync(long runId)
    {
        await using var context = Bench.CreateContext();
        return await context.LineageEffects.AsNoTracking().Where(effect => effect.RunId == runId).ToListAsync(Token);
    }

    /// <summary>The first rows of the outcomes that a run lists.</summary>
    private async Task<string> ListedAsync(long runId)
    {
        await using var context = Bench.CreateContext();
        return string.Join(' ', await context.RunParts.Where(part => part.RunId == runId).Select(part => part.Listed).ToListAsync(Token));
    }
}

using System.Text.Json;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.RankRollUp;

/// <summary>A classifier of two underwings and an owlet of one family, and a moth of another; probabilities are given as such.</summary>
public sealed class RankRollUpTests(RunBench bench) : RankRollUpBench(bench), IClassFixture<RunBench>
{
    [Fact]
    public async Task The_first_rank_that_is_sure_counts_with_its_distribution()
    {
        var animal = await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);

        var run = await RollUpAsync();

        Assert.Equal((1, 1, 1), (run.Total, run.Counters[RollUpOutcomes.RolledUp], run.OccurrencesUpdated));
        var rows = await Bench.LineageAsync(animal.Source);
        Assert.Equal([(animal.Source, false), (rows[1].Id, true)], rows.Select(row => (row.Id, row.Terminal)));
        Assert.Equal((Catocala, null, animal.Source, run.RunId), (rows[1].TaxonId, rows[1].ClassIndex, rows[1].AppliedToId, rows[1].RunId));
        Assert.Equal((0.8, 0.8, rows[0].CreatedAt), (Round(rows[1].Score), Round(rows[1].AbsoluteScore), rows[1].CreatedAt));
        Assert.Equal(Catocala, rows[1].TopTaxa![0]);
        Assert.Equal([0.8, 0.1, 0.05], rows[1].TopScores!.Select(Round));
        Assert.Null(rows[1].ListedMass);
        var occurrence = await Bench.OccurrenceAsync(animal.Id);
        Assert.Equal((Catocala, 0.8), (occurrence.DeterminationTaxonId, Round(occurrence.DeterminationScore!.Value)));
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_family_is_taken_where_no_genus_is_sure_and_nothing_where_no_rank_is()
    {
        var family = await AddAsync(0.3, 0.1, 0.2, 0.2, 0.2, 0);
        var sure = await AddAsync(0.9, 0.02, 0.02, 0.02, 0.02, 0.02);
        var none = await AddAsync(0.15, 0.05, 0.1, 0.1, 0.3, 0.3);
        var moth = await AddAsync(0.15, 0.05, 0.1, 0.35, 0.2, 0.15);

        var run = await RollUpAsync();

        Assert.Equal(
            Counts((RollUpOutcomes.RolledUp, 1), (RollUpOutcomes.Unchanged, 1), (RollUpOutcomes.NoneSure, 2)), run.Counters);
        Assert.Equal(Erebidae, (await Bench.TerminalAsync(family.Source)).TaxonId);
        foreach (var left in (ScenarioOccurrence[])[sure, none, moth])
            Assert.Equal(left.Source, Assert.Single(await Bench.LineageAsync(left.Source)).Id);
    }

    [Fact]
    public async Task A_roll_up_whose_classes_count_for_other_taxa_since_it_was_launched_fails_and_writes_nothing()
    {
        var animal = await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        var run = Assert.Single(await Bench.Service<RunLauncher>().LaunchAsync(
            RankRollUpTask.TaskKey, new(Scenario.Everything(), TaskValues.Empty.With("classifier", $"{Moths.Id}")), Scenario.Curator, Token)).RunId;
        await using (var context = Bench.CreateContext())
        {
            await PutAsync(context, await TaxonAsync(context, "Ultronia", Rank.Genus, Erebidae), Ultronia);
        }

        var ended = await Bench.ExecuteAsync(run);

        Assert.Equal(RunState.Failed, ended.State);
        Assert.Contains("The taxonomy has changed since", ended.Failure, StringComparison.Ordinal);
        var line = Assert.Single(await Bench.LogAsync(run), line => line.Level is RunLogLevel.Error);
        Assert.Equal(ended.Failure, line.Message);
        Assert.Equal((JsonValueKind.Null, NodeMonitor.Name, nameof(OutdatedRunException)), (Data("part").ValueKind, Data("node").GetString(), Data("error").GetString()));
        Assert.Equal(animal.Source, Assert.Single(await Bench.LineageAsync(animal.Source)).Id);

        JsonElement Data(string name) => JsonElement.Parse(line.Data!).GetProperty(name);
    }

    [Fact]
    public async Task A_masked_row_is_rolled_up_by_what_the_classifier_gave_unless_reweighted_is_asked_for()
    {
        var animal = await AddAsync(0.25, 0.15, 0.05, 0.5, 0.05, 0);
        await MaskAsync(Relicta, Ultronia, Owlet);
        var masked = (await Bench.TerminalAsync(animal.Source)).Id;

        var absolute = await RollUpAsync();
        Assert.Equal(Erebidae, (await Bench.TerminalAsync(animal.Source)).TaxonId);
        await Bench.UndoAsync(absolute.RunId, Scenario.Curator);
        var reweighted = await RollUpAsync(Values("distribution", "reweighted"));

        Assert.Equal(1, reweighted.Counters[RollUpOutcomes.RolledUp]);
        var row = await Bench.TerminalAsync(animal.Source);
        Assert.Equal((Catocala, masked), (row.TaxonId, row.AppliedToId));
        Assert.Equal((0.8, 0.4), (Round(row.Score), Round(row.AbsoluteScore)));
        Assert.Equal((0.45, 0.05, 0.5), (Round(row.ListedMass!.Value), Round(row.NothingMass!.Value), Round(row.OffListMass!.Value)));
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task Only_what_the_winner_is_within_competes_unless_all_are_asked_for()
    {
        var animal = await AddAsync(0.3, 0.3, 0, 0.4, 0, 0);

        Assert.Equal(1, (await RollUpAsync(Values("thresholds", "genus=0.6"))).Counters[RollUpOutcomes.NoneSure]);
        var all = await RollUpAsync(Values("thresholds", "genus=0.6").With("competition", "all"));

        Assert.Equal(1, all.Counters[RollUpOutcomes.RolledUp]);
        Assert.Equal(Catocala, (await Bench.TerminalAsync(animal.Source)).TaxonId);
    }

    [Fact]
    public async Task What_is_as_coarse_or_coarser_is_never_replaced()
    {
        var animal = await AddAsync(0.5, 0.2, 0.1, 0.1, 0.1, 0);
        await RollUpAsync(Values("thresholds", "family=0.4"));
        var family = await Bench.TerminalAsync(animal.Source);

        var finer = await RollUpAsync(Values("thresholds", "genus=0.6"));

        Assert.Equal(Counts((RollUpOutcomes.Unchanged, 1)), finer.Counters);
        Assert.Equal(family.Id, (await Bench.TerminalAsync(animal.Source)).Id);
    }

    [Fact]
    public async Task Rows_without_probabilities_are_skipped_under_their_reason()
    {
        var animals = await Scenario.AddOccurrencesAsync(
        [
            [[Moths.SaysWithoutLogits()]], [[Moths.Says(1, 2)]], [[Moths.Says(1, 2, float.NaN, 0, 0, 0)]],
            [[Moths.Says(1, 2, 0, 0, 0, 0) with { Terminal = false }]],
        ]);
        var before = await Bench.ContentAsync(Scenario);

        var run = await RollUpAsync();

        Assert.Equal(
            Counts((RollUpOutcomes.NoLogits, 1), (RollUpOutcomes.WrongLength, 1), (RollUpOutcomes.NotFinite, 1)), run.Counters);
        Assert.Equal(before, await Bench.ContentAsync(Scenario));
        Assert.Equal(4, animals.Count);
    }

    [Fact]
    public async Task Thresholds_distribution_competition_and_the_tree_make_the_algorithm()
    {
        await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        var algorithms = new HashSet<long?>();
        foreach (var values in (TaskValues[])
            [TaskValues.Empty, Values("thresholds", "genus=0.6"), Values("distribution", "reweighted"), Values("competition", "all")])
            Assert.True(algorithms.Add(await AlgorithmAsync(await RollUpAsync(values))));

        // The same thresholds, written otherwise.
        Assert.False(algorithms.Add(await AlgorithmAsync(await RollUpAsync(Values("thresholds", " Family=0.40, SPECIES=0.8,genus=0.6")))));

        await using (var context = Bench.CreateContext())
            await PutAsync(context, Catocala, Owlet);
        Assert.True(algorithms.Add(await AlgorithmAsync(await RollUpAsync())));
    }

    [Fact]
    public async Task A_dry_run_counts_what_the_run_then_does_and_writes_nothing()
    {
        await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        await AddAsync(0.3, 0.1, 0.2, 0.2, 0.2, 0);
        await RollUpAsync();
        await AddAsync(0.25, 0.15, 0.05, 0.5, 0.05, 0);
        await AddAsync(0.15, 0.05, 0.1, 0.1, 0.3, 0.3);
        await Scenario.AddOccurrenceAsync(Moths.SaysWithoutLogits());
        await MaskAsync(Relicta, Ultronia, Owlet);

        foreach (var values in (TaskValues[])[TaskValues.Empty, Values("distribution", "reweighted").With("competition", "all")])
        {
            var with = values.With("batch-size", "2").With("classifier", $"{Moths.Id}");
            var counts = await Bench.DryRunAsync(RankRollUpTask.TaskKey, Scenario.Everything(), with, Scenario.Curator);
            var run = await RollUpAsync(with);
            Assert.Equal((run.Counters, run.OccurrencesUpdated), (counts.Counters, counts.OccurrencesUpdated));
            Assert.Equal(5, counts.Counters.Checked);
        }
    }

    [Fact]
    public async Task One_occurrence_and_a_selection_are_rolled_up_alone()
    {
        var animals = new[] { await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0), await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0), await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0) };

        Assert.Equal(1, (await RollUpAsync(scope: RunScope.OfOccurrence(animals[0].Id))).Total);
        Assert.Equal(2, (await RollUpAsync(scope: RunScope.OfSelection([animals[0].Id, animals[1].Id]))).Total);

        Assert.Single(await Bench.LineageAsync(animals[2].Source));
    }

    [Fact]
    public async Task Each_problem_is_shown_at_its_field()
    {
        var values = TaskValues.Empty.With("classifier", $"987654,{Scenario.Detector.Id}").With("thresholds", "breed=0.5")
            .With("distribution", "raw").With("competition", "some").With("batch-size", "0");

        var review = await Bench.ReviewAsync(RankRollUpTask.TaskKey, Scenario.Everything(), values, Scenario.Curator);

        Assert.Equal(
            ["batch-size", "classifier", "classifier", "competition", "distribution", "thresholds"], review.Problems.Select(problem => problem.Field).Order());
        Assert.Empty(review.Plans);
        Assert.Equal("classifier", Assert.Single((await Bench.ReviewAsync(
            RankRollUpTask.TaskKey, Scenario.Everything(), TaskValues.Empty, Scenario.Curator)).Problems).Field);
    }

    [Fact]
    public async Task The_settings_of_a_run_lead_to_it_again()
    {
        var values = Values("distribution", "reweighted").With("thresholds", "genus=0.5").With("competition", "all").With("classifier", $"{Moths.Id}");

        var plan = Assert.Single((await Bench.ReviewAsync(RankRollUpTask.TaskKey, Scenario.Everything(), values, Scenario.Curator)).Accepted());

        Assert.Equal(values.All, Bench.TaskOf(RankRollUpTask.TaskKey).ValuesOf(plan.SettingsJson).All);
        Assert.Contains("1 of 6 labels", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    private async Task<long?> AlgorithmAsync(RunSnapshot run)
    {
        await using var context = Bench.CreateContext();
        return await context.Runs.Where(each => each.Id == run.RunId).Select(each => each.AlgorithmId).SingleAsync(Token);
    }
}

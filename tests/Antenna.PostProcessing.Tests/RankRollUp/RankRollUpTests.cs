using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.RankRollUp;

/// <summary>A classifier of two underwings and an owlet of one family, and a moth of another; probabilities are given as such.</summary>
public sealed class RankRollUpTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private const string Relicta = "Catocala relicta", Ultronia = "Catocala ultronia", Owlet = "Lithacodia muscosula", Luna = "Actias luna";

    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private long _catocala;
    private long _erebidae;

    public async ValueTask InitializeAsync()
    {
        _scenario = await bench.NewScenarioAsync();
        _moths = await _scenario.AddClassifierAsync("moths", Relicta, Ultronia, Owlet, Luna, Scenario.Background, "?unknown");
        await using var context = bench.CreateContext();
        _erebidae = await TaxonAsync(context, "Erebidae", Rank.Family, null);
        _catocala = await TaxonAsync(context, "Catocala", Rank.Genus, _erebidae);
        var lithacodia = await TaxonAsync(context, "Lithacodia", Rank.Genus, _erebidae);
        var actias = await TaxonAsync(context, "Actias", Rank.Genus, await TaxonAsync(context, "Saturniidae", Rank.Family, null));
        await PutAsync(context, _catocala, Relicta, Ultronia);
        await PutAsync(context, lithacodia, Owlet);
        await PutAsync(context, actias, Luna);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_first_rank_that_is_sure_counts_with_its_distribution()
    {
        var animal = await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);

        var run = await RollUpAsync();

        Assert.Equal((1, 1, 1), (run.Total, run.Counters[RollUpOutcomes.RolledUp], run.OccurrencesUpdated));
        var rows = await bench.LineageAsync(animal.Source);
        Assert.Equal([(animal.Source, false), (rows[1].Id, true)], rows.Select(row => (row.Id, row.Terminal)));
        Assert.Equal((_catocala, null, animal.Source, run.RunId), (rows[1].TaxonId, rows[1].ClassIndex, rows[1].AppliedToId, rows[1].RunId));
        Assert.Equal((0.8, 0.8, rows[0].CreatedAt), (Round(rows[1].Score), Round(rows[1].AbsoluteScore), rows[1].CreatedAt));
        Assert.Equal(_catocala, rows[1].TopTaxa![0]);
        Assert.Equal([0.8, 0.1, 0.05], rows[1].TopScores!.Select(Round));
        Assert.Null(rows[1].ListedMass);
        var occurrence = await bench.OccurrenceAsync(animal.Id);
        Assert.Equal((_catocala, 0.8), (occurrence.DeterminationTaxonId, Round(occurrence.DeterminationScore!.Value)));
        await bench.AssertVerifiedAsync();
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
        Assert.Equal(_erebidae, (await bench.TerminalAsync(family.Source)).TaxonId);
        foreach (var left in (ScenarioOccurrence[])[sure, none, moth])
            Assert.Equal(left.Source, Assert.Single(await bench.LineageAsync(left.Source)).Id);
    }

    [Fact]
    public async Task A_masked_row_is_rolled_up_by_what_the_classifier_gave_unless_reweighted_is_asked_for()
    {
        var animal = await AddAsync(0.25, 0.15, 0.05, 0.5, 0.05, 0);
        await MaskAsync(Relicta, Ultronia, Owlet);
        var masked = (await bench.TerminalAsync(animal.Source)).Id;

        var absolute = await RollUpAsync();
        Assert.Equal(_erebidae, (await bench.TerminalAsync(animal.Source)).TaxonId);
        await bench.UndoAsync(absolute.RunId, _scenario.Curator);
        var reweighted = await RollUpAsync(Values("distribution", "reweighted"));

        Assert.Equal(1, reweighted.Counters[RollUpOutcomes.RolledUp]);
        var row = await bench.TerminalAsync(animal.Source);
        Assert.Equal((_catocala, masked), (row.TaxonId, row.AppliedToId));
        Assert.Equal((0.8, 0.4), (Round(row.Score), Round(row.AbsoluteScore)));
        Assert.Equal((0.45, 0.05, 0.5), (Round(row.ListedMass!.Value), Round(row.NothingMass!.Value), Round(row.OffListMass!.Value)));
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task Only_what_the_winner_is_within_competes_unless_all_are_asked_for()
    {
        var animal = await AddAsync(0.3, 0.3, 0, 0.4, 0, 0);

        Assert.Equal(1, (await RollUpAsync(Values("thresholds", "genus=0.6"))).Counters[RollUpOutcomes.NoneSure]);
        var all = await RollUpAsync(Values("thresholds", "genus=0.6").With("competition", "all"));

        Assert.Equal(1, all.Counters[RollUpOutcomes.RolledUp]);
        Assert.Equal(_catocala, (await bench.TerminalAsync(animal.Source)).TaxonId);
    }

    [Fact]
    public async Task What_is_as_coarse_or_coarser_is_never_replaced()
    {
        var animal = await AddAsync(0.5, 0.2, 0.1, 0.1, 0.1, 0);
        await RollUpAsync(Values("thresholds", "family=0.4"));
        var family = await bench.TerminalAsync(animal.Source);

        var finer = await RollUpAsync(Values("thresholds", "genus=0.6"));

        Assert.Equal(Counts((RollUpOutcomes.Unchanged, 1)), finer.Counters);
        Assert.Equal(family.Id, (await bench.TerminalAsync(animal.Source)).Id);
    }

    [Fact]
    public async Task A_rolled_up_row_is_rolled_up_from_what_it_was_derived_from()
    {
        var animal = await AddAsync(0.5, 0.2, 0.1, 0.1, 0.1, 0);
        await RollUpAsync(Values("thresholds", "genus=0.6"));

        await RollUpAsync(Values("thresholds", "family=0.4"));

        var rows = await bench.LineageAsync(animal.Source);
        Assert.Equal([null, animal.Source, animal.Source], rows.Select(row => row.AppliedToId));
        Assert.Equal((true, _erebidae, 0.8), (rows[2].Terminal, rows[2].TaxonId, Round(rows[2].Score)));
    }

    [Fact]
    public async Task Running_it_twice_changes_nothing()
    {
        await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        await AddAsync(0.9, 0.02, 0.02, 0.02, 0.02, 0.02);
        await RollUpAsync();
        var before = await bench.ContentAsync(_scenario);

        var again = await RollUpAsync();

        Assert.Equal(Counts((RollUpOutcomes.Unchanged, 2)), again.Counters);
        Assert.Equal(before, await bench.ContentAsync(_scenario));
    }

    [Fact]
    public async Task A_mask_replaces_it_and_rolling_up_the_same_row_again_writes_nothing_twice()
    {
        var animal = await AddAsync(0.45, 0.25, 0.05, 0.2, 0.05, 0);
        var list = await _scenario.AddListOfAsync(Relicta, Ultronia, Owlet);
        await bench.RunAsync(_scenario.Mask(list, _moths), _scenario.Curator);
        await RollUpAsync();
        var rolledUp = await bench.TerminalAsync(animal.Source);
        await _scenario.AddVersionAsync(list, [Ultronia]);
        var narrower = await bench.RunAsync(_scenario.Mask(list, _moths), _scenario.Curator);
        Assert.Equal((1, _moths.TaxonOf(Ultronia)), (narrower.Counters.Masked, (await bench.TerminalAsync(animal.Source)).TaxonId!.Value));
        await _scenario.AddVersionAsync(list, [Owlet, Relicta, Ultronia]);
        await bench.RunAsync(_scenario.Mask(list, _moths), _scenario.Curator);
        var before = (await bench.LineageAsync(animal.Source)).Count;

        var again = await RollUpAsync();

        Assert.Equal(1, again.Counters[RollUpOutcomes.RolledUp]);
        Assert.Equal(before, (await bench.LineageAsync(animal.Source)).Count);
        Assert.Equal(rolledUp.Id, (await bench.TerminalAsync(animal.Source)).Id);
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task Masking_rolling_up_and_undoing_newest_first_gives_back_what_was_before()
    {
        await AddAsync(0.25, 0.15, 0.05, 0.5, 0.05, 0);
        await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        var before = await bench.ContentAsync(_scenario);
        var first = await RollUpAsync();
        await MaskAsync(Relicta, Ultronia, Owlet);
        await RollUpAsync(Values("distribution", "reweighted"));
        await RollUpAsync(Values("thresholds", "family=0.1"));

        await bench.UndoAsync(first.RunId, _scenario.Curator);

        Assert.Equal(before, await bench.ContentAsync(_scenario));
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task Rows_without_probabilities_are_skipped_under_their_reason()
    {
        var animals = await _scenario.AddOccurrencesAsync(
        [
            [[_moths.SaysWithoutLogits()]], [[_moths.Says(1, 2)]], [[_moths.Says(1, 2, float.NaN, 0, 0, 0)]],
            [[_moths.Says(1, 2, 0, 0, 0, 0) with { Terminal = false }]],
        ]);
        var before = await bench.ContentAsync(_scenario);

        var run = await RollUpAsync();

        Assert.Equal(
            Counts((RollUpOutcomes.NoLogits, 1), (RollUpOutcomes.WrongLength, 1), (RollUpOutcomes.NotFinite, 1)), run.Counters);
        Assert.Equal(before, await bench.ContentAsync(_scenario));
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

        await using (var context = bench.CreateContext())
            await PutAsync(context, _catocala, Owlet);
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
        await _scenario.AddOccurrenceAsync(_moths.SaysWithoutLogits());
        await MaskAsync(Relicta, Ultronia, Owlet);

        foreach (var values in (TaskValues[])[TaskValues.Empty, Values("distribution", "reweighted").With("competition", "all")])
        {
            var with = values.With("batch-size", "2").With("classifier", $"{_moths.Id}");
            var counts = await bench.DryRunAsync(RankRollUpTask.TaskKey, _scenario.Everything(), with, _scenario.Curator);
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

        Assert.Single(await bench.LineageAsync(animals[2].Source));
    }

    [Fact]
    public async Task Each_problem_is_shown_at_its_field()
    {
        var values = TaskValues.Empty.With("classifier", $"987654,{_scenario.Detector.Id}").With("thresholds", "breed=0.5")
            .With("distribution", "raw").With("competition", "some").With("batch-size", "0");

        var review = await bench.ReviewAsync(RankRollUpTask.TaskKey, _scenario.Everything(), values, _scenario.Curator);

        Assert.Equal(
            ["batch-size", "classifier", "classifier", "competition", "distribution", "thresholds"], review.Problems.Select(problem => problem.Field).Order());
        Assert.Empty(review.Plans);
        Assert.Equal("classifier", Assert.Single((await bench.ReviewAsync(
            RankRollUpTask.TaskKey, _scenario.Everything(), TaskValues.Empty, _scenario.Curator)).Problems).Field);
    }

    [Fact]
    public async Task The_settings_of_a_run_lead_to_it_again()
    {
        var values = Values("distribution", "reweighted").With("thresholds", "genus=0.5").With("competition", "all").With("classifier", $"{_moths.Id}");

        var plan = Assert.Single((await bench.ReviewAsync(RankRollUpTask.TaskKey, _scenario.Everything(), values, _scenario.Curator)).Accepted());

        Assert.Equal(values.All, bench.TaskOf(RankRollUpTask.TaskKey).ValuesOf(plan.SettingsJson).All);
        Assert.Contains("1 of 6 labels", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    private Task<ScenarioOccurrence> AddAsync(params double[] probabilities) =>
        _scenario.AddOccurrenceAsync(_moths.Says([.. probabilities.Select(each => (float)Math.Log(Math.Max(each, 1e-12)))]));

    private async Task MaskAsync(params string[] species) =>
        await bench.RunAsync(_scenario.Mask(await _scenario.AddListOfAsync(species), _moths), _scenario.Curator);

    private Task<RunSnapshot> RollUpAsync(TaskValues? values = null, RunScope? scope = null) => bench.RunAsync(
        RankRollUpTask.TaskKey, scope ?? _scenario.Everything(), (values ?? TaskValues.Empty).With("classifier", $"{_moths.Id}"), _scenario.Curator);

    private static TaskValues Values(string key, string value) => TaskValues.Empty.With(key, value);

    private static double Round(double score) => Math.Round(score, 5);

    private static OutcomeCounts Counts(params (string Outcome, long Rows)[] counts)
    {
        var outcomes = new OutcomeCounts();
        foreach (var (outcome, rows) in counts)
            outcomes.Add(outcome, rows);
        return outcomes;
    }

    private async Task<long?> AlgorithmAsync(RunSnapshot run)
    {
        await using var context = bench.CreateContext();
        return await context.Runs.Where(each => each.Id == run.RunId).Select(each => each.AlgorithmId).SingleAsync(Token);
    }

    private static async Task<long> TaxonAsync(AntennaDbContext context, string name, Rank rank, long? parentId)
    {
        var taxon = await context.Taxa.SingleOrDefaultAsync(each => each.Name == name && each.Rank == rank, Token);
        if (taxon is null)
        {
            taxon = new() { Name = name, Rank = rank, ParentId = parentId, Source = "scenario" };
            context.Add(taxon);
            await context.SaveChangesAsync(Token);
        }

        return taxon.Id;
    }

    private static async Task PutAsync(AntennaDbContext context, long genus, params string[] species) =>
        await context.Taxa.Where(taxon => species.Contains(taxon.Name)).ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.ParentId, genus), Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.RankRollUp;

/// <summary>Roll-ups that are repeated, replaced and undone.</summary>
public sealed class RankRollUpUndoTests(RunBench bench) : RankRollUpBench(bench), IClassFixture<RunBench>
{
    [Fact]
    public async Task A_rolled_up_row_is_rolled_up_from_what_it_was_derived_from()
    {
        var animal = await AddAsync(0.5, 0.2, 0.1, 0.1, 0.1, 0);
        await RollUpAsync(Values("thresholds", "genus=0.6"));

        await RollUpAsync(Values("thresholds", "family=0.4"));

        var rows = await Bench.LineageAsync(animal.Source);
        Assert.Equal([null, animal.Source, animal.Source], rows.Select(row => row.AppliedToId));
        Assert.Equal((true, Erebidae, 0.8), (rows[2].Terminal, rows[2].TaxonId, Round(rows[2].Score)));
    }

    [Fact]
    public async Task The_impact_of_a_mask_shows_the_occurrences_whose_roll_up_it_replaces()
    {
        var rolledUp = await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        var sure = await AddAsync(0.9, 0.02, 0.02, 0.02, 0.02, 0.02);
        Assert.Equal(Counts((RollUpOutcomes.RolledUp, 1), (RollUpOutcomes.Unchanged, 1)), (await RollUpAsync()).Counters);
        var request = Scenario.Mask(await Scenario.AddListOfAsync(Relicta), Moths);
        var plan = Assert.Single(await Bench.Service<MaskPlanner>().PlanAsync(request, Scenario.Curator, Token));

        var impact = await Bench.Service<ImpactPasses>().CountAsync(plan, null, Token);

        Assert.Equal((2, 1), (impact.Counts.Counters.Masked, impact.Warnings.RollUpReplaced));
        var shown = await Bench.Service<ImpactPasses>().FindAsync(plan, new(ImpactFigure.RollUpReplaced), 0, Token).ToListAsync(Token);
        Assert.Equal(rolledUp.Id, Assert.Single(shown).OccurrenceId);
        await Bench.RunAsync(request, Scenario.Curator);
        Assert.All(await Task.WhenAll(Bench.TerminalAsync(rolledUp.Source), Bench.TerminalAsync(sure.Source)), row => Assert.NotNull(row.ListedMass));
        var after = await Bench.Service<ImpactPasses>().CountAsync(plan, null, Token);
        Assert.Equal(0, after.Warnings.RollUpReplaced);
    }

    [Fact]
    public async Task Running_it_twice_changes_nothing()
    {
        await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        await AddAsync(0.9, 0.02, 0.02, 0.02, 0.02, 0.02);
        await RollUpAsync();
        var before = await Bench.ContentAsync(Scenario);

        var again = await RollUpAsync();

        Assert.Equal(Counts((RollUpOutcomes.Unchanged, 2)), again.Counters);
        Assert.Equal(before, await Bench.ContentAsync(Scenario));
    }

    [Fact]
    public async Task A_mask_replaces_it_and_rolling_up_the_same_row_again_writes_nothing_twice()
    {
        var animal = await AddAsync(0.45, 0.25, 0.05, 0.2, 0.05, 0);
        var list = await Scenario.AddListOfAsync(Relicta, Ultronia, Owlet);
        await Bench.RunAsync(Scenario.Mask(list, Moths), Scenario.Curator);
        await RollUpAsync();
        var rolledUp = await Bench.TerminalAsync(animal.Source);
        await Scenario.AddVersionAsync(list, [Ultronia]);
        var narrower = await Bench.RunAsync(Scenario.Mask(list, Moths), Scenario.Curator);
        Assert.Equal((1, Moths.TaxonOf(Ultronia)), (narrower.Counters.Masked, (await Bench.TerminalAsync(animal.Source)).TaxonId!.Value));
        await Scenario.AddVersionAsync(list, [Owlet, Relicta, Ultronia]);
        await Bench.RunAsync(Scenario.Mask(list, Moths), Scenario.Curator);
        var before = (await Bench.LineageAsync(animal.Source)).Count;

        var again = await RollUpAsync();

        Assert.Equal(1, again.Counters[RollUpOutcomes.RolledUp]);
        Assert.Equal(before, (await Bench.LineageAsync(animal.Source)).Count);
        Assert.Equal(rolledUp.Id, (await Bench.TerminalAsync(animal.Source)).Id);
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_preview_of_a_mask_says_which_roll_up_it_replaces()
    {
        var animal = await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        var list = await Scenario.AddListOfAsync(Relicta, Ultronia, Owlet);
        Assert.Null((await PreviewAsync()).Replaced);
        await RollUpAsync();

        var row = await PreviewAsync();

        Assert.Equal((RowEffect.Masked, "Catocala"), (row.Effect, row.Replaced?.Name));
        await Bench.RunAsync(Scenario.Mask(list, Moths), Scenario.Curator);
        Assert.Equal((RowEffect.Unchanged, null), (await PreviewAsync() is var masked ? (masked.Effect, masked.Replaced) : default));

        async Task<PreviewedRow> PreviewAsync()
        {
            var workbench = (await Bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, Scenario.Curator, Token))!;
            var view = await workbench.TryAsync(MaskSettings.Default with { TaxaListId = list.Id, ClassifierIds = [Moths.Id] }, Token);
            return Assert.Single(view.Preview!.Rows);
        }
    }

    [Fact]
    public async Task Masking_rolling_up_and_undoing_newest_first_gives_back_what_was_before()
    {
        await AddAsync(0.25, 0.15, 0.05, 0.5, 0.05, 0);
        await AddAsync(0.5, 0.3, 0.1, 0.05, 0.05, 0);
        var before = await Bench.ContentAsync(Scenario);
        var first = await RollUpAsync();
        await MaskAsync(Relicta, Ultronia, Owlet);
        await RollUpAsync(Values("distribution", "reweighted"));
        await RollUpAsync(Values("thresholds", "family=0.1"));

        await Bench.UndoAsync(first.RunId, Scenario.Curator);

        Assert.Equal(before, await Bench.ContentAsync(Scenario));
        await Bench.AssertVerifiedAsync();
    }
}

using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.SizeFilter;

/// <summary>Runs of the filter that are undone and redone, and what other runs wrote between.</summary>
public sealed class SizeFilterUndoTests(RunBench bench) : SizeFilterBench(bench), IClassFixture<RunBench>
{
    [Fact]
    public async Task A_row_that_another_threshold_replaced_counts_again_and_is_never_written_twice()
    {
        var small = await AddAsync(500);
        var first = await FilterAsync();
        var flag = await FlagAsync(small);
        await FilterAsync(Threshold("0.002"));
        Assert.False((await Bench.LineageAsync(flag.Id)).Single().Terminal);

        var again = await FilterAsync();

        Assert.Equal(1, again.Counters[SizeFilterOutcomes.Flagged]);
        Assert.Equal(2, (await RowsOfAsync(small.Detections[0])).Count(IsFlag));
        Assert.True((await Bench.LineageAsync(flag.Id)).Single().Terminal);
        Assert.Equal(first.RunId, (await Bench.LineageAsync(flag.Id)).Single().RunId);
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_mask_leaves_what_the_filter_put_aside_and_undoing_gives_back_what_was_before()
    {
        await AddAsync(Small);
        await AddAsync(JustLargeEnough);
        var list = await Scenario.AddListOfAsync("Samia cynthia");
        var before = await Bench.ContentAsync(Scenario);
        var filter = await FilterAsync();
        Assert.Equal((2, 1), await FiguresAsync());

        var mask = await Bench.RunAsync(Scenario.Mask(list, Moths), Scenario.Curator);

        Assert.Equal((1, MaskCounts.Of(masked: 1)), (mask.Total, mask.Counters));
        await Bench.AssertVerifiedAsync();
        await Bench.UndoAsync(filter.RunId, Scenario.Curator);
        await Bench.UndoAsync(mask.RunId, Scenario.Curator);
        Assert.Equal(before, await Bench.ContentAsync(Scenario));
        Assert.Equal((2, 2), await FiguresAsync());
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_filter_after_a_mask_is_undone_before_it_and_gives_the_masked_row_back()
    {
        var small = await AddAsync(Small);
        var list = await Scenario.AddListOfAsync("Samia cynthia");
        var before = await Bench.ContentAsync(Scenario);
        var mask = await Bench.RunAsync(Scenario.Mask(list, Moths), Scenario.Curator);
        var masked = await Bench.ContentAsync(Scenario);
        var filter = await FilterAsync();

        Assert.Equal([filter.RunId], (await Bench.Service<RunUndo>().PlanAsync(mask.RunId, Token))!.Standing);
        await Bench.UndoAsync(filter.RunId, Scenario.Curator);
        Assert.Equal(masked, await Bench.ContentAsync(Scenario));
        await Bench.UndoAsync(mask.RunId, Scenario.Curator);
        Assert.Equal(before, await Bench.ContentAsync(Scenario));
        Assert.True((await Bench.LineageAsync(small.Source)).Single().Terminal);
    }

    [Fact]
    public async Task Undoing_the_undo_flags_the_same_rows_again()
    {
        await AddAsync(Small);
        var run = await FilterAsync();
        var flagged = await Bench.ContentAsync(Scenario);
        var undo = Assert.Single(await Bench.Service<RunUndo>().LaunchAsync(run.RunId, [], Scenario.Curator, Token));
        await Bench.ExecuteAsync(undo.RunId);

        await Bench.UndoAsync(undo.RunId, Scenario.Curator);

        Assert.Equal(flagged, await Bench.ContentAsync(Scenario));
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_redo_never_gives_a_detection_a_second_row_of_the_filter()
    {
        var silent = (await Scenario.AddOccurrencesAsync([[[]]]))[0];
        await Bench.CoverAsync(silent, Small);
        var run = await FilterAsync();
        var undo = Assert.Single(await Bench.Service<RunUndo>().LaunchAsync(run.RunId, [], Scenario.Curator, Token));
        await Bench.ExecuteAsync(undo.RunId);
        var again = await FilterAsync();

        var redo = Assert.Single(await Bench.Service<RunUndo>().LaunchAsync(undo.RunId, [], Scenario.Curator, Token));
        var redone = await Bench.ExecuteAsync(redo.RunId);

        Assert.Equal((RunState.Succeeded, 1), (redone.State, redone.Counters[UndoOutcomes.ChangedSince]));
        Assert.Equal(again.RunId, Assert.Single(await RowsOfAsync(silent.Detections[0])).RunId);
    }

    [Fact]
    public async Task A_newer_result_counts_until_the_filter_runs_again()
    {
        var small = await AddAsync(Small);
        await FilterAsync();
        var newer = await Scenario.AddNewerResultAsync(small, small.Detections[0], Moths.Says(0, 5, 0) with { At = Scenario.Night.AddDays(1) });
        await Bench.AssertVerifiedAsync();
        Assert.Equal(Moths.TaxonOf("Samia cynthia"), (await Bench.OccurrenceAsync(small.Id)).DeterminationTaxonId);

        var run = await FilterAsync();

        Assert.Equal(1, run.Counters[SizeFilterOutcomes.Flagged]);
        Assert.False((await Bench.LineageAsync(newer)).Single().Terminal);
        Assert.Null((await Bench.OccurrenceAsync(small.Id)).DeterminationTaxonId);
        Assert.Single(await RowsOfAsync(small.Detections[0]), row => row.Terminal);
        await Bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task Undoing_leaves_a_lineage_retired_that_a_newer_result_superseded_since()
    {
        var small = await AddAsync(Small);
        var run = await FilterAsync();
        var newer = await Scenario.AddNewerResultAsync(small, small.Detections[0], Moths.Says(0, 5, 0) with { At = Scenario.Night.AddDays(1) });

        var launched = Assert.Single(await Bench.Service<RunUndo>().LaunchAsync(run.RunId, [], Scenario.Curator, Token));
        var undo = await Bench.ExecuteAsync(launched.RunId);

        Assert.Equal((RunState.Succeeded, 1), (undo.State, undo.Counters[UndoOutcomes.ChangedSince]));
        Assert.Equal(newer, Assert.Single(await RowsOfAsync(small.Detections[0]), row => row.Terminal).Id);
        Assert.Equal(Moths.TaxonOf("Samia cynthia"), (await Bench.OccurrenceAsync(small.Id)).DeterminationTaxonId);
        await Bench.AssertVerifiedAsync();
    }
}

using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Faults;
using Antenna.PostProcessing.Tests.Runs;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>
/// What holds of runs whatever happened before, on a real database. A property that fails prints the seed to see it fail
/// again with, and the smallest history that was found.
/// </summary>
public sealed class HistoryProperties(RunBench bench) : IClassFixture<RunBench>
{
    /// <summary>The variable of CsCheck's for how many histories to try.</summary>
    private const string IterationsVariable = "CsCheck_Iter";

    /// <summary>A history takes the time of some hundred statements.</summary>
    private const long Histories = 5;

    private static readonly long Iterations =
        long.Parse(Environment.GetEnvironmentVariable(IterationsVariable) ?? $"{Histories}", CultureInfo.InvariantCulture);

    [Fact]
    public Task Masking_twice_is_masking_once() => HoldsAsync(History.AndMask, async after =>
    {
        var project = await HistoryProject.PlayAsync(bench, after.History);
        await project.MaskAsync(after.Mask);
        var once = await project.ReadAsync();

        var again = await project.MaskAsync(after.Mask);

        var twice = await project.ReadAsync();
        Assert.Equal((0, 0, 0), (again.Counters.Masked, again.Counters.Restored, again.OccurrencesUpdated));
        Assert.Equal(once.Counting, twice.Counting);
        Assert.Equal(once.Rows, twice.Rows);
        Assert.Equal(once.RunRows, twice.RunRows.Where(once.RunRows.Contains));
        Assert.Single(twice.RunRows.Except(once.RunRows)); // The run itself: it has no effects.
    });

    [Fact]
    public Task Masking_as_before_gives_what_it_gave_whatever_mask_came_between() => HoldsAsync(History.AndTwoMasks, async after =>
    {
        // A row that is held is left as it is, and so as the other mask left it.
        var one = after.One with { HoldBelow = 0 };
        var project = await HistoryProject.PlayAsync(bench, after.History);
        await project.MaskAsync(one);
        var first = await project.ReadAsync();

        await project.MaskAsync(after.Other);
        var again = await project.MaskAsync(one);

        Assert.Equal(first.Counting, (await project.ReadAsync()).Counting);
        Assert.Equal(0, await CountWrittenAsync(again.RunId));
    });

    [Fact]
    public Task Widening_a_list_to_everything_gives_what_there_would_be_without_any_mask() => HoldsAsync(History.AndMask, async after =>
    {
        var history = after.History.WithFullList;
        var project = await HistoryProject.PlayAsync(bench, history);
        await project.MaskAsync(after.Mask);

        await project.MaskAsync(after.Mask with { Version = 2, HoldBelow = 0 });

        var unmasked = await HistoryProject.PlayAsync(bench, history.Unmasked);
        Assert.Equal((await unmasked.ReadAsync()).Counting, (await project.ReadAsync()).Counting);
    });

    [Fact]
    public Task A_list_of_everything_changes_nothing() => HoldsAsync(History.AndMask, async after =>
    {
        var project = await HistoryProject.PlayAsync(bench, after.History.WithFullList.Unmasked);
        var before = await project.ReadAsync();

        var run = await project.MaskAsync(after.Mask with { Version = 2, HoldBelow = 0 });

        Assert.Equal((0, 0), (run.Counters.Masked, run.Counters.Restored));
        var now = await project.ReadAsync();
        Assert.Equal(before.Counting, now.Counting);
        Assert.Equal(before.Rows, now.Rows);
    });

    [Fact]
    public Task A_run_does_what_its_dry_run_counts_and_identifications_stand() => HoldsAsync(History.AndMask, async after =>
    {
        var project = await HistoryProject.PlayAsync(bench, after.History);
        var before = await project.ReadAsync();
        var plan = Assert.Single(await bench.Service<MaskPlanner>().PlanAsync(project.Request(after.Mask), project.Scenario.Curator, Token));
        var dry = await bench.Service<RunDryRun>().CountAsync(plan, progress: null, Token);

        var run = await project.MaskAsync(after.Mask);

        Assert.Equal(dry, new DryRunCounts(run.Counters, run.OccurrencesUpdated));
        Assert.Equal(run.Total, run.Counters.Checked);
        Assert.Equal(before.IdentificationRows, (await project.ReadAsync()).IdentificationRows);
        await AssertDeterminedAsync(project);
    });

    [Fact]
    public async Task Runs_that_are_stopped_again_and_again_end_as_if_they_had_not_been()
    {
        await using var node = await StoppingNode.StartAsync(bench.DataSource);
        async Task<RunSnapshot> StopAgainAndAgainAsync(Mask mask, long runId)
        {
            foreach (var batches in mask.Stops)
                await node.ExecuteAsync(runId, batches);
            return await bench.ExecuteAsync(runId);
        }

        await HoldsAsync(History.Any, async history =>
        {
            var undisturbed = await HistoryProject.PlayAsync(bench, history);
            var disturbed = await HistoryProject.PlayAsync(bench, history, StopAgainAndAgainAsync);

            var (expected, actual) = (await undisturbed.ReadAsync(), await disturbed.ReadAsync());
            Assert.Equal(expected.Counting, actual.Counting);
            Assert.Equal(expected.Rows, actual.Rows);
            Assert.Equal(expected.RunRows, actual.RunRows);
        });
    }

    [Fact]
    public async Task Runs_are_canceled_resumed_undone_and_done_again_by_the_rules()
    {
        await using var node = await StoppingNode.StartAsync(bench.DataSource, new PartSize(2, 64));
        var (histories, canceled, resumed, undone, refused) = (0, 0, 0, 0, 0);
        var launched = new List<Launch>();
        await HoldsAsync(History.WithLives, async history =>
        {
            var lives = await LivesOfRuns.PlayAsync(bench, node, history);

            await AssertDeterminedAsync(lives.Project);
            await lives.Project.ReadAsync();
            histories++;
            launched.AddRange(lives.Launched);
            canceled += lives.Canceled;
            resumed += lives.Resumed;
            undone += lives.Undone;
            refused += lives.Refused;
        });
        var runs = launched.CountBy(run => run is OtherRun other ? $"{other.Task}" : "Masking").OrderBy(task => task.Key);
        FaultFigures.Tell(
            $"random histories: {histories}, with runs of {string.Join(", ", runs.Select(task => $"{task.Key} {task.Value}"))}, canceled {canceled} times, "
            + $"resumed {resumed}, undone {undone}, refused {refused}; each as the model says, and verified at its end");
    }

    [Fact]
    public Task Derived_tables_are_the_same_whatever_the_batch_size() => HoldsAsync(History.AndMask, async after =>
    {
        var inOne = await HistoryProject.PlayAsync(bench, after.History);
        var inMany = await HistoryProject.PlayAsync(bench, after.History);

        await inOne.MaskAsync(after.Mask with { BatchSize = 1_000 });
        await inMany.MaskAsync(after.Mask with { BatchSize = 1 });

        var (expected, actual) = (await inOne.ReadAsync(), await inMany.ReadAsync());
        Assert.Equal(expected.Rows, actual.Rows);
        Assert.Equal(expected.Sums, actual.Sums);
    });

    private static Task HoldsAsync<T>(Gen<T> histories, Func<T, Task> property) =>
        histories.SampleAsync(property, iter: Iterations, threads: 1);

    /// <summary>The determinations are what the rule of <c>domain.md</c> says, written down here a second time.</summary>
    private async Task AssertDeterminedAsync(HistoryProject project)
    {
        await using var context = bench.CreateContext();
        var occurrences = await context.Occurrences.AsNoTracking().Where(each => each.ProjectId == project.Scenario.Project.Id).ToListAsync(Token);
        foreach (var occurrence in occurrences)
        {
            var rows = await (
                from detection in context.Detections
                where detection.OccurrenceId == occurrence.Id
                join row in context.Classifications on detection.Id equals row.DetectionId
                select row).ToListAsync(Token);
            var identified = await context.Identifications.Where(each => each.OccurrenceId == occurrence.Id && each.WithdrawnAt == null && each.SupersededById == null)
                .OrderBy(each => each.CreatedAt).ThenBy(each => each.Id).LastOrDefaultAsync(Token);
            var counting = rows.Any(row => row.Terminal) ? rows.Where(row => row.Terminal) : rows;
            var best = counting.Where(row => row.TaxonId is not null)
                .OrderBy(row => row.AbsoluteScore).ThenBy(row => row.CreatedAt).ThenBy(row => row.Id).LastOrDefault();
            AssertDetermined(identified, best, occurrence);
        }
    }

    private static void AssertDetermined(Identification? identified, Classification? best, Occurrence occurrence)
    {
        Assert.Equal((best?.TaxonId, best?.Score), (occurrence.MachineTaxonId, occurrence.MachineScore));
        Assert.Equal(
            identified is null ? (best?.TaxonId, best?.Score, false) : (identified.TaxonId, 1, true),
            (occurrence.DeterminationTaxonId, occurrence.DeterminationScore, occurrence.Verified));
    }

    private async Task<int> CountWrittenAsync(long runId)
    {
        await using var context = bench.CreateContext();
        return await context.Classifications.CountAsync(row => row.RunId == runId, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

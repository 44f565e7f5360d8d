using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Redetermination;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Faults;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing;
using Antenna.Testing.RealData;
using Xunit;

namespace Antenna.PostProcessing.Tests.RealData;

public sealed class RealTaskTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly RealBench _real = new(cluster);

    public ValueTask InitializeAsync() => _real.InitializeAsync();

    public ValueTask DisposeAsync() => _real.DisposeAsync();

    [Theory]
    [InlineData(RealSet.TrapNights)]
    [InlineData(RealSet.Butterflies)]
    public async Task A_set_that_is_masked_rolled_up_filtered_and_undone_in_any_order_comes_back_row_for_row(string name)
    {
        var random = FaultFigures.NewRandom();
        var set = await _real.LoadAsync(name);
        var delivered = await _real.Bench.ContentAsync(set.Project.Id);
        var (rounds, changed) = (FaultFigures.Rounds(few: 1), 0L);
        for (var round = 0; round < rounds; round++)
        {
            changed += await RunAllAndUndoAllAsync(set, random);
            Assert.Equal(delivered, await _real.Bench.ContentAsync(set.Project.Id));
        }

        await _real.Bench.AssertVerifiedAsync();
        FaultFigures.Tell(
            $"{name}: {rounds} times masked, rolled up, filtered and recomputed in random order, with undos between; {changed} rows "
            + $"changed, and all {delivered.Count} rows of the project were as before once everything was undone");
    }

    /// <summary>Every task once, some runs undone between, those left undone afterwards, each in an order by chance.</summary>
    /// <returns>How many rows the runs changed.</returns>
    private async Task<long> RunAllAndUndoAllAsync(RealSet set, Random random)
    {
        var (scope, runs, changed) = (RunScope.OfCaptureSet(set.CaptureSetId), new List<long>(), 0L);
        foreach (var (task, values) in random.GetItems(Tasks(set), Tasks(set).Length).Concat(Tasks(set).OrderBy(_ => random.Next())))
        {
            var run = await _real.Bench.RunAsync(task, scope, values, set.Curator);
            var outcomes = _real.Bench.TaskOf(task).Outcomes.Where(outcome => outcome.Kind is OutcomeKind.Changed);
            changed += outcomes.Sum(outcome => run.Counters[outcome.Key]);
            runs.Add(run.RunId);
            if (random.Next(3) == 0)
                await UndoAsync(runs[random.Next(runs.Count)], set.Curator);
        }

        Assert.NotEqual(0, changed);
        foreach (var run in runs.OrderBy(_ => random.Next()))
            await UndoAsync(run, set.Curator);
        return changed;
    }

    /// <summary>Undoes a run, unless that was done already, with those that stand on it.</summary>
    private async Task UndoAsync(long run, Person curator)
    {
        if ((await RunSnapshot.ReadAsync(_real.Bench.DataSource, run, TestContext.Current.CancellationToken))!.State is not RunState.Reverted)
            await _real.Bench.UndoAsync(run, curator);
    }

    // The photographs are large: a filter at its default would flag next to nothing.
    private static (string Task, TaskValues Values)[] Tasks(RealSet set) =>
    [
        (ClassMaskingTask.TaskKey, TaskValues.Empty.With(MaskFields.TaxaList.Key, $"{set.List.Id}").With(MaskFields.Classifier.Key, $"{set.Classifier.Id}")),
        (RankRollUpTask.TaskKey, TaskValues.Empty.With(RollUpFields.Classifier.Key, $"{set.Classifier.Id}")),
        (SizeFilterTask.TaskKey, TaskValues.Empty.With(SizeFilterTask.Threshold.Key, "0.01")),
        (RedeterminationTask.TaskKey, TaskValues.Empty),
    ];
}

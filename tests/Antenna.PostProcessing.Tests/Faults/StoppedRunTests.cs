using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>Runs that people stop and undo.</summary>
public sealed class StoppedRunTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_run_that_is_canceled_and_resumed_at_any_instant_ends_as_if_it_had_not_been()
    {
        var random = FaultFigures.NewRandom();
        await using var run = await LongRun.LaunchAsync(cluster);
        await run.TakeTimeAsync();
        var control = run.Bench.Service<RunControl>();

        // It cannot end before it was canceled for the last time.
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        var at = new List<long>();
        await using (var node = await NodeProcess.StartAsync(run.Bench.ConnectionString, partSize: 7))
        {
            foreach (var instant in Enumerable.Range(0, FaultFigures.Rounds(few: 3)).Select(_ => random.Next(run.Rows * 3 / 4)).Order())
            {
                await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Counters.Checked >= instant);
                await control.CancelAsync(run.RunId, run.Curator, Token);
                var stopped = await run.Bench.FollowAsync(run.RunId, run.ReadAsync, snapshot => snapshot.State is RunState.Canceled);
                at.Add(stopped.Counters.Checked);
                Assert.Equal(RunState.Queued, await control.ResumeAsync(run.RunId, run.Curator, Token));
            }

            await end.DisposeAsync();
            var ended = await run.Bench.FollowToEndAsync(run.RunId);
            Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Failure));
        }

        // Who stopped it and who went on is in its log, as it should be.
        await run.Bench.ExecuteSqlAsync("delete from run_log_entries where message ~ '^(Canceled|Resumed) by '");
        await run.AssertEndedAsUndisturbedAsync(cluster);
        FaultFigures.Tell($"canceled and resumed: {at.Count} times, at {string.Join(", ", at)} of {run.Rows} rows, none lost, none doubled");
    }

    [Fact]
    public async Task A_run_and_its_undo_leave_every_table_of_the_domain_as_it_was()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var before = await DatabaseContent.ReadDomainAsync(run.Bench.DataSource);
        var rounds = FaultFigures.Rounds(few: 1);

        await run.Bench.ExecuteAsync(run.RunId);
        var undo = await run.LaunchUndoAsync(run.RunId);
        await run.Bench.ExecuteAsync(undo);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadDomainAsync(run.Bench.DataSource));
        for (var round = 1; round < rounds; round++)
        {
            // Undoing the undo does the run's work again.
            await run.Bench.ExecuteAsync(undo = await run.LaunchUndoAsync(undo));
            await run.Bench.ExecuteAsync(undo = await run.LaunchUndoAsync(undo));
            DatabaseContent.AssertEqual(before, await DatabaseContent.ReadDomainAsync(run.Bench.DataSource));
        }

        FaultFigures.Tell($"run then undo: {rounds} times, all {before.Tables} tables of the domain equal row for row ({before.Rows} rows)");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

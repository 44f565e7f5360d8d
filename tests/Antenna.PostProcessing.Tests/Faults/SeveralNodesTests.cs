using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>Nodes in processes of their own that share the parts of one run; the test's own process executes nothing.</summary>
public sealed class SeveralNodesTests(PostgresCluster cluster)
{
    /// <summary>More parts than the nodes have workers.</summary>
    private const int PartSize = 7;

    [Fact]
    public async Task The_parts_of_a_run_are_spread_over_all_nodes_and_a_node_that_executes_nothing_sees_it_progress()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        await run.TakeTimeAsync();
        var all = await run.HoldBackAsync();
        await using var one = await StartAsync(run);
        await using var two = await StartAsync(run);
        await using var three = await StartAsync(run);
        await run.AreSharedByAsync(3);

        await all.DisposeAsync();
        var seen = await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Counters.Checked > 0);
        var ended = await run.Bench.FollowToEndAsync(run.RunId);

        Assert.InRange(seen.Counters.Checked, 1, run.Rows);
        Assert.Empty(run.Bench.Service<ActiveParts>().Claims);
        Assert.Equal((RunState.Succeeded, 0), (ended.State, ended.Reclaims));
        Assert.True(ended.Parts > 20, $"{ended.Parts} parts");
        await run.AssertEndedAsUndisturbedAsync(cluster);
        FaultFigures.Tell($"spread: {ended.Parts} parts of one run over 3 nodes, each executed once");
    }

    [Fact]
    public async Task Of_three_nodes_one_is_killed_and_one_freezes_and_the_third_finishes_the_run()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var all = await run.HoldBackAsync();
        await using var killed = await StartAsync(run);
        await using var frozen = await StartAsync(run);
        await using var third = await StartAsync(run);
        await run.AreSharedByAsync(3);

        // The sessions of the frozen one get the locks, and keep them.
        await frozen.FreezeAsync();
        await killed.KillAsync();
        await all.DisposeAsync();
        var ended = await run.Bench.FollowToEndAsync(run.RunId);
        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.True(ended.Reclaims > 0, $"none of {ended.Parts} parts was claimed again");
        var before = await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource);

        await frozen.ThawAsync();
        await frozen.GivesUpAsync(run.RunId);

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource));
        await run.AssertEndedAsUndisturbedAsync(cluster);
        FaultFigures.Tell($"three nodes, one killed, one frozen for longer than the tolerance: {ended.Reclaims} of {ended.Parts} parts taken over, none lost, none doubled");
    }

    [Fact]
    public async Task A_run_goes_on_while_all_nodes_are_restarted_one_after_the_other()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        await run.TakeTimeAsync();

        // One part cannot end before all nodes are new ones.
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        var nodes = new List<NodeProcess>();
        try
        {
            for (var number = 0; number < 3; number++)
                nodes.Add(await StartAsync(run));
            await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Counters.Checked > 0);
            for (var number = 0; number < 3; number++)
            {
                Assert.Equal(0, await nodes[number].StopAsync("TERM"));
                nodes.Add(await StartAsync(run));
            }

            await end.DisposeAsync();
            var ended = await run.Bench.FollowToEndAsync(run.RunId);
            Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Failure));
            await run.AssertEndedAsUndisturbedAsync(cluster);
            FaultFigures.Tell($"rolling restart of 3 nodes during a run of {ended.Parts} parts: {ended.Reclaims} resumed, none lost, none doubled");
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_that_are_killed_at_any_instant_while_they_share_a_run_or_undo_it_end_it_as_if_they_had_not_been(bool undo)
    {
        var random = FaultFigures.NewRandom();
        await using var run = await LongRun.LaunchAsync(cluster);
        if (undo)
            await run.Bench.ExecuteAsync(run.RunId);
        await run.TakeTimeAsync();
        var (runId, kills) = (undo ? await run.LaunchUndoAsync() : run.RunId, FaultFigures.Rounds(few: 2));

        // It cannot end before the last kill.
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        var nodes = new Queue<NodeProcess>();
        var at = new List<long>();
        try
        {
            nodes.Enqueue(await StartAsync(run));
            nodes.Enqueue(await StartAsync(run));
            var total = (await run.Bench.FollowAsync(runId, snapshot => snapshot.Total is not null)).Total!.Value;
            foreach (var instant in Enumerable.Range(0, kills).Select(_ => random.NextInt64(total * 3 / 4)).Order())
            {
                var seen = await run.Bench.FollowAsync(runId, snapshot => snapshot.Counters.Checked >= instant);
                await using (var killed = nodes.Dequeue())
                    await killed.KillAsync();
                at.Add(seen.Counters.Checked);
                nodes.Enqueue(await StartAsync(run));
            }

            await end.DisposeAsync();
            var ended = await run.Bench.FollowToEndAsync(runId);
            Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Failure));
            await run.AssertEndedAsUndisturbedAsync(cluster, undone: undo);
            FaultFigures.Tell(
                $"{(undo ? "killed while undoing" : "killed while sharing a run")}: {kills} kills at {string.Join(", ", at)} of {ended.Total} rows, "
                + $"{ended.Parts} parts, {ended.Reclaims} resumed, none lost, none doubled");
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_run_whose_sessions_the_database_ends_at_any_instant_ends_as_if_it_had_not()
    {
        var random = FaultFigures.NewRandom();
        await using var run = await LongRun.LaunchAsync(cluster);
        await run.TakeTimeAsync();
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        await using var one = await StartAsync(run);
        await using var two = await StartAsync(run);
        var (rounds, terminated) = (FaultFigures.Rounds(few: 5), 0L);
        foreach (var instant in Enumerable.Range(0, rounds).Select(_ => random.Next(run.Rows * 3 / 4)).Order())
        {
            await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Counters.Checked >= instant);

            // The session that holds the run back is idle in its transaction, and so is no batch for as long.
            await using var command = run.Bench.DataSource.CreateCommand(
                $"""
                select count(*) filter (where pg_terminate_backend(pid)) from (
                    select pid from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and query not like 'select from occurrences%'
                    order by md5(pid::text || '{random.Next()}') limit 3) chosen
                """);
            terminated += (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

            // Some of the test's own may be among them.
            run.Bench.DataSource.Clear();
        }

        await end.DisposeAsync();
        var ended = await run.Bench.FollowToEndAsync(run.RunId);
        Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Failure));
        await run.AssertEndedAsUndisturbedAsync(cluster);
        FaultFigures.Tell($"sessions ended by the database: {terminated} at {rounds} instants during a run of {ended.Parts} parts, none lost, none doubled");
    }

    private static Task<NodeProcess> StartAsync(LongRun run) => NodeProcess.StartAsync(run.Bench.ConnectionString, PartSize);
}

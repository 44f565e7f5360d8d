using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

public sealed class FrozenNodeTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_node_that_freezes_inside_a_batch_delays_no_other_and_writes_nothing_when_it_wakes()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        await using var frozen = await NodeProcess.StartAsync(run.Bench.ConnectionString);
        await run.IsHeldBackAsync();

        // Its session gets the lock, and keeps it: the node that would go on from there stands still.
        await frozen.FreezeAsync();
        await end.DisposeAsync();
        await using var other = await NodeProcess.StartAsync(run.Bench.ConnectionString);
        var ended = await run.Bench.FollowToEndAsync(run.RunId);
        Assert.Equal((RunState.Succeeded, 2), (ended.State, ended.Claims));
        var before = await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource);

        await frozen.ThawAsync();
        // It finds its claim lost, or is told by the scheduler that the job was given to another node.
        await frozen.WaitForLineAsync($"Attempt 1 of part 1 of run {run.RunId} ");

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource));
        await run.AssertEndedAsUndisturbedAsync(cluster);
    }
}

using Antenna.Data.Model;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

public sealed class StoppedNodeTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_node_that_is_stopped_ends_at_once_and_the_next_one_finishes_its_run(string signal)
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        await using var stopped = await NodeProcess.StartAsync(run.Bench.ConnectionString);
        await run.IsHeldBackAsync();

        // The run cannot end now: a node that waited for it would never exit.
        Assert.Equal(0, await stopped.StopAsync(signal));
        Assert.Equal(RunState.Running, (await run.Bench.FollowAsync(run.RunId, _ => true)).State);
        await end.DisposeAsync();
        await using var next = await NodeProcess.StartAsync(run.Bench.ConnectionString);

        var ended = await run.Bench.FollowToEndAsync(run.RunId);
        Assert.Equal((RunState.Succeeded, 1), (ended.State, ended.Reclaims));
        await run.AssertEndedAsUndisturbedAsync(cluster);
    }
}

using System.Globalization;
using Antenna.Data.Model;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

public sealed class KilledNodeTests(PostgresCluster cluster)
{
    /// <summary>How often the run is killed; more takes longer and proves more.</summary>
    private const string KillsVariable = "ANTENNA_TEST_KILLS";

    private static int Kills =>
        int.Parse(Environment.GetEnvironmentVariable(KillsVariable) ?? "2", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        await run.TakeTimeAsync();
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"Kills follow from the seed {seed}.");
        var random = new Random(seed);

        // It cannot end before the last kill, and is killed before it comes to a standstill there.
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        var instants = Enumerable.Range(0, Kills).Select(_ => random.Next(run.Rows * 3 / 4)).Order().ToList();
        foreach (var (kill, instant) in instants.Index())
        {
            await using var node = await NodeProcess.StartAsync(run.Bench.ConnectionString);
            await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Reclaims >= kill && snapshot.Counters.Checked >= instant);
            await node.KillAsync();
        }

        await end.DisposeAsync();
        await using var last = await NodeProcess.StartAsync(run.Bench.ConnectionString);
        var ended = await run.Bench.FollowToEndAsync(run.RunId);
        Assert.Equal((RunState.Succeeded, Kills), (ended.State, ended.Reclaims));
        await run.AssertEndedAsUndisturbedAsync(cluster);
        FaultFigures.Tell($"one node, killed again and again: {Kills} kills at {string.Join(", ", instants)} of {run.Rows} rows, resumed {ended.Reclaims} times, none lost, none doubled");
    }

    [Fact]
    public async Task Another_node_finishes_the_run_of_one_that_is_killed()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var end = await run.HoldBackAsync(run.Occurrences[^1]);
        await using var killed = await NodeProcess.StartAsync(run.Bench.ConnectionString);
        await run.IsHeldBackAsync();
        await using var other = await NodeProcess.StartAsync(run.Bench.ConnectionString);

        await killed.KillAsync();
        await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Reclaims == 1);
        await end.DisposeAsync();

        Assert.Equal(RunState.Succeeded, (await run.Bench.FollowToEndAsync(run.RunId)).State);
        await run.AssertEndedAsUndisturbedAsync(cluster);
    }
}

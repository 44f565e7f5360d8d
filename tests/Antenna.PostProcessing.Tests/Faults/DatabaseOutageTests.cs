using Antenna.Data.Model;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

public sealed class DatabaseOutageTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_run_survives_a_database_that_goes_away_and_comes_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "PostgreSQL is stopped by a signal of Linux.");
        await using var postgres = await StoppablePostgres.StartAsync();
        await using var run = await LongRun.LaunchAsync(await RunBench.OnAsync(postgres.ConnectionString));
        await run.TakeTimeAsync();
        await using var end = await run.HoldBackAsync(run.Occurrences[^1]);
        await using var node = await NodeProcess.StartAsync(postgres.ConnectionString);
        await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Counters.Checked > run.Rows / 3);

        // What holds the run back breaks with everything else.
        await postgres.BreakAsync();
        await node.WaitForLineAsync($"of run {run.RunId} waits for the database, and tries again in ");
        await postgres.StartAgainAsync();
        run.Bench.DataSource.Clear();

        Assert.Equal(RunState.Succeeded, (await run.Bench.FollowToEndAsync(run.RunId)).State);
        await run.AssertEndedAsUndisturbedAsync(cluster);
    }
}

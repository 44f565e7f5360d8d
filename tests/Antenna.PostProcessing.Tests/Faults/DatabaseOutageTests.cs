using Antenna.Data.Model;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

public sealed class DatabaseOutageTests(PostgresCluster cluster)
{
    /// <summary>In the long form the database stays away for minutes: a node tries again about every ten seconds.</summary>
    private const int TriesOfLongForm = 15;

    [Fact]
    public async Task A_run_survives_a_database_that_goes_away_and_comes_back()
    {
        var random = FaultFigures.NewRandom();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "PostgreSQL is stopped by a signal of Linux.");
        await using var postgres = await StoppablePostgres.StartAsync();
        await using var run = await LongRun.LaunchAsync(await RunBench.OnAsync(postgres.ConnectionString));
        await run.TakeTimeAsync();
        await using var node = await NodeProcess.StartAsync(postgres.ConnectionString);
        var rounds = FaultFigures.Rounds(few: 1);
        var at = new List<long>();
        foreach (var (round, instant) in Enumerable.Range(0, rounds).Select(_ => random.Next(run.Rows * 3 / 4)).Order().Index())
        {
            // What holds the run back breaks with everything else.
            await using var end = await run.HoldBackAsync(run.Occurrences[^1]);
            at.Add((await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Counters.Checked >= instant)).Counters.Checked);
            await postgres.BreakAsync();
            for (var tries = 0; tries < (round == 0 && rounds > 1 ? TriesOfLongForm : 1); tries++)
                await node.WaitForLineAsync($"of run {run.RunId} waits for the database, and tries again in ");
            await postgres.StartAgainAsync();
            run.Bench.DataSource.Clear();
        }

        Assert.Equal(RunState.Succeeded, (await run.Bench.FollowToEndAsync(run.RunId)).State);
        await run.AssertEndedAsUndisturbedAsync(cluster);
        FaultFigures.Tell(
            $"database broken and restarted: {at.Count} times, at {string.Join(", ", at)} of {run.Rows} rows{(rounds > 1 ? ", the first time gone for minutes" : "")}, "
            + "none lost, none doubled");
    }
}

using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

public sealed class FrozenNodeTests(PostgresCluster cluster)
{
    /// <summary>More parts than a node has workers.</summary>
    private const int PartSize = 7;

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
        Assert.Equal((RunState.Succeeded, 1), (ended.State, ended.Reclaims));
        var before = await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource);

        await frozen.ThawAsync();
        await frozen.GivesUpAsync(run.RunId);

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource));
        await run.AssertEndedAsUndisturbedAsync(cluster);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_that_freezes_while_it_holds_the_schedule_delays_the_others_no_longer_than_a_session_may_be_idle(bool schedules)
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var nodes = new NpgsqlConnectionStringBuilder(run.Bench.ConnectionString) { Options = "-c idle_in_transaction_session_timeout=3000" }.ConnectionString;
        var held = schedules ? await HoldSchedulingAsync(run) : await HeldLock.TakeAsync(run.Bench.ConnectionString, "select from qrtz_triggers for update");
        await using var frozen = await NodeProcess.StartAsync(nodes, PartSize);
        await held.IsWaitedForAsync();

        // Its session gets what it waits for, and keeps what every node needs to take anything up.
        await frozen.FreezeAsync();
        await held.DisposeAsync();
        await using var other = await NodeProcess.StartAsync(nodes, PartSize);
        Assert.Equal(RunState.Succeeded, (await run.Bench.FollowToEndAsync(run.RunId)).State);
        await run.AssertEndedAsUndisturbedAsync(cluster);

        // Once it is awake, it takes up what there is like any other.
        await other.KillAsync();
        await frozen.ThawAsync();
        Assert.Equal(RunState.Succeeded, (await run.Bench.FollowToEndAsync(await run.LaunchUndoAsync())).State);
        await run.AssertEndedAsUndisturbedAsync(cluster, undone: true);
    }

    /// <summary>Keeps a node that starts the run in the transaction in which it schedules the parts.</summary>
    private static async Task<HeldLock> HoldSchedulingAsync(LongRun run)
    {
        await run.Bench.ExecuteSqlAsync(
            "create function wait_at_part() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(7); return new; end $$");
        await run.Bench.ExecuteSqlAsync("create trigger wait_at_part before insert on qrtz_triggers for each row execute function wait_at_part()");
        return await HeldLock.TakeAsync(run.Bench.ConnectionString, "select pg_advisory_xact_lock(7)");
    }
}

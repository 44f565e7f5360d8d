using System.Threading.Channels;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>Whatever a run waits for is recorded, since when, and it continues when that is over.</summary>
public sealed class RunWaitTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_full_disk()
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var postgres = await StoppablePostgres.StartAsync();
        await using var run = await LongRun.LaunchAsync(await RunBench.OnAsync(postgres.ConnectionString));
        await disk.MoveAsync(run.Bench.DataSource, "classifications");
        disk.Fill();

        var executing = run.Bench.ExecuteAsync(run.RunId);
        var waiting = await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Wait is not null);

        Assert.Equal(DatabaseErrorKind.DiskFull, waiting.Wait!.Kind);
        Assert.Equal(DatabaseErrorKind.DiskFull, run.Bench.Service<RunWaits>().Find(run.RunId)?.Kind);
        disk.Free();
        var filled = 1;
        for (; filled < FaultFigures.Rounds(few: 1); filled++)
        {
            // Filled while the next batches are written; the run may end before it needs more room.
            var written = await run.Bench.FollowAsync(run.RunId, run.ReadAsync, snapshot => !snapshot.IsUnderWay || snapshot.Counters.Checked > waiting.Counters.Checked);
            disk.Fill();
            waiting = await run.Bench.FollowAsync(run.RunId, run.ReadAsync, snapshot => !snapshot.IsUnderWay || snapshot.Wait is not null);
            disk.Free();
            if (!written.IsUnderWay || !waiting.IsUnderWay)
                break;
        }

        Assert.Equal((RunState.Succeeded, null), ((await executing).State, (await executing).Wait));
        Assert.Null(run.Bench.Service<RunWaits>().Find(run.RunId));
        await run.AssertEndedAsUndisturbedAsync(cluster);
        FaultFigures.Tell($"disk full in the middle of a batch and freed again: {filled} times in a run of {run.Rows} rows, none lost, none doubled");
    }

    [Fact]
    public async Task A_database_that_has_only_been_read_from_since()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        await run.Bench.ExecuteSqlAsync(
            """
            create function refuse() returns trigger language plpgsql as
            $$ begin raise exception 'cannot execute UPDATE in a read-only transaction' using errcode = '25006'; end $$;
            create trigger refuse before update on run_parts for each row when (new.checkpoint > 0) execute function refuse()
            """);

        var executing = run.Bench.ExecuteAsync(run.RunId);
        var waiting = await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Wait is not null);

        Assert.Equal((DatabaseErrorKind.ReadOnly, 0), (waiting.Wait!.Kind, waiting.Counters.Checked));
        await run.Bench.ExecuteSqlAsync("drop function refuse cascade");
        Assert.Equal(RunState.Succeeded, (await executing).State);
    }

    [Fact]
    public async Task A_lock_that_another_program_holds()
    {
        await using var run = await LongRun.LaunchAsync(cluster);
        var psql = new NpgsqlConnectionStringBuilder(run.Bench.ConnectionString) { ApplicationName = "psql" }.ConnectionString;
        await using var held = await HeldLock.OfOccurrenceAsync(psql, run.Occurrences[^1].Id);

        var executing = run.Bench.ExecuteAsync(run.RunId);
        var waiting = await run.Bench.FollowAsync(run.RunId, snapshot => snapshot.Wait is not null);

        Assert.Equal(DatabaseErrorKind.LockWait, waiting.Wait!.Kind);
        Assert.StartsWith("'psql' (process ", waiting.Wait.Holder, StringComparison.Ordinal);
        await held.DisposeAsync();
        Assert.Equal((RunState.Succeeded, null), ((await executing).State, (await executing).Wait));
    }

    [Fact]
    public async Task Another_run_that_writes_the_same_occurrences()
    {
        await using var bench = new RunBench(cluster);
        await bench.InitializeAsync();
        var scenario = await bench.NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var others = await scenario.AddClassifierAsync("others", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync([.. Enumerable.Repeat<PipelineResult[][]>([[moths.Says(1, 2), others.Says(2, 1)]], 4)]);
        var list = await scenario.AddListOfAsync("Actias luna");
        var first = Assert.Single(await bench.LaunchAsync(scenario.Mask(list, moths), scenario.Curator)).RunId;
        var second = Assert.Single(await bench.LaunchAsync(scenario.Mask(list, others), scenario.Curator)).RunId;

        // The first has locked all but the last, for which it waits.
        await using var held = await HeldLock.OfOccurrenceAsync(bench.ConnectionString, animals.Max(animal => animal.Id));
        var firstEnds = bench.ExecuteAsync(first);
        await held.IsWaitedForAsync();
        var secondEnds = bench.ExecuteAsync(second);
        var waiting = await bench.FollowAsync(second, snapshot => snapshot.Wait is not null);

        Assert.Equal((DatabaseErrorKind.LockWait, $"run {first}"), (waiting.Wait!.Kind, waiting.Wait.Holder));
        await held.DisposeAsync();
        Assert.Equal(RunState.Succeeded, (await firstEnds).State);
        Assert.Equal(RunState.Succeeded, (await secondEnds).State);
    }

    [Fact]
    public async Task The_database_itself_which_only_this_process_can_tell()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "PostgreSQL is stopped by a signal of Linux.");
        await using var postgres = await StoppablePostgres.StartAsync();
        await using var run = await LongRun.LaunchAsync(await RunBench.OnAsync(postgres.ConnectionString));
        await using var held = await HeldLock.OfOccurrenceAsync(postgres.ConnectionString, run.Occurrences[^1].Id);
        var waits = run.Bench.Service<RunWaits>();
        var unreachable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = waits.Subscribe(_ =>
        {
            if (waits.Find(run.RunId) is { Kind: DatabaseErrorKind.Unreachable })
                unreachable.TrySetResult();
        });
        var executing = run.Bench.ExecuteAsync(run.RunId);
        await held.IsWaitedForAsync();

        await postgres.BreakAsync();
        await unreachable.Task.WaitAsync(Token);
        await postgres.StartAgainAsync();

        Assert.Equal(RunState.Succeeded, (await executing).State);
        Assert.Null(waits.Find(run.RunId));
    }

    [Fact]
    public async Task A_process_knows_that_the_database_is_away_and_that_it_is_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "PostgreSQL is stopped by a signal of Linux.");
        await using var postgres = await StoppablePostgres.StartAsync();
        await using var bench = await RunBench.OnAsync(postgres.ConnectionString);
        var availability = bench.Service<DatabaseAvailability>();
        var outages = Channel.CreateUnbounded<DatabaseOutage?>();
        using var subscription = availability.Subscribe(() => outages.Writer.TryWrite(availability.Outage));
        Assert.Null(availability.Outage);

        await postgres.BreakAsync();
        Assert.Equal(DatabaseErrorKind.Unreachable, (await outages.Reader.ReadAsync(Token))?.Kind);
        await postgres.StartAgainAsync();
        Assert.Null(await outages.Reader.ReadAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

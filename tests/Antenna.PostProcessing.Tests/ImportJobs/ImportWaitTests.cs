using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

/// <summary>Whatever an import waits for is recorded, since when, and it goes on by itself when that is over.</summary>
public sealed class ImportWaitTests(PostgresCluster cluster)
{
    /// <summary>Wherever the disk gets full: in the middle, or when all of it is committed, and the import had come to its end.</summary>
    [Theory]
    [InlineData("create trigger no_space before insert on captures for each row execute function no_space()")]
    [InlineData("create constraint trigger no_space after insert on captures deferrable initially deferred for each row execute function no_space()")]
    public async Task A_full_disk(string trigger)
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        await bench.ExecuteAsync("create function no_space() returns trigger language plpgsql as $$ begin raise exception 'no space' using errcode = '53100'; end $$");
        await bench.ExecuteAsync(trigger);
        await using var node = await NodeInProcess.StartAsync(bench.Database.DataSource, RunExecutionRole.Execute);
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());

        var waiting = await bench.FollowAsync(id, row => row.Progress?.Wait is not null);

        Assert.Equal((ImportPhase.Wait, DatabaseErrorKind.DiskFull), (waiting.Row.Progress!.Value.Phase, waiting.Row.Progress.Value.Wait!.Kind));
        await bench.ExecuteAsync("drop function no_space() cascade");
        Assert.Equal((ImportState.Succeeded, 1), (await bench.FollowToEndAsync(id)) is { Row: var row } ? (row.State, row.Attempt) : default);
        Assert.Null(node.Service<ImportWaits>().Find(id));
        Assert.Equal((3, 3, 3, 0), await bench.CountAsync());
    }

    /// <summary>Nothing can be recorded then: the process that executes it knows all the same.</summary>
    [Fact]
    public async Task A_full_disk_on_which_the_record_of_the_import_lies_too()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        await bench.ExecuteAsync(
            """
            create function no_space() returns trigger language plpgsql as $$ begin raise exception 'no space' using errcode = '53100'; end $$;
            create trigger no_space before insert on captures for each row execute function no_space();
            create trigger no_space before update on imports for each row when (new.phase is not null) execute function no_space()
            """);
        await using var node = await NodeInProcess.StartAsync(bench.Database.DataSource, RunExecutionRole.Execute);
        var waits = node.Service<ImportWaits>();
        var waiting = new TaskCompletionSource<DatabaseWait>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = waits.Subscribe(id =>
        {
            if (waits.Find(id) is { } wait)
                waiting.TrySetResult(wait);
        });

        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());

        Assert.Equal(DatabaseErrorKind.DiskFull, (await waiting.Task.WaitAsync(TestContext.Current.CancellationToken)).Kind);
        Assert.Null((await bench.FindAsync(id)).Row.Progress);
        await bench.ExecuteAsync("drop function no_space() cascade");
        Assert.Equal(ImportState.Succeeded, (await bench.FollowToEndAsync(id)).Row.State);
    }

    [Fact]
    public async Task A_lock_that_a_program_without_a_name_holds()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        await using var node = await NodeInProcess.StartAsync(bench.Database.DataSource, RunExecutionRole.Execute);
        await using var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());

        var waiting = await bench.FollowAsync(id, row => row.Progress?.Wait is not null);

        var wait = waiting.Row.Progress!.Value.Wait!;
        Assert.Equal(DatabaseErrorKind.LockWait, wait.Kind);
        Assert.Matches(@"^a program without a name \(process [1-9]\d* of the database\)$", wait.Holder);
        await held.DisposeAsync();
        Assert.Equal(ImportState.Succeeded, (await bench.FollowToEndAsync(id)).Row.State);
    }
}

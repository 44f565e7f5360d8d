using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>What a node writes counts only as long as no other has taken its run up: else nothing of it is written.</summary>
public sealed class FenceTests(RunBench bench) : IClassFixture<RunBench>
{
    private static readonly DateTime Now = Scenario.Night;

    [Fact]
    public async Task A_batch_that_begins_after_another_node_took_the_run_over_writes_nothing()
    {
        var (run, mine) = await TakeUpAsync();
        await TakeUpAgainAsync(mine);
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        await using (var connection = await bench.DataSource.OpenConnectionAsync(Token))
        await using (var batch = await FillAsync(connection, run, mine))
            Assert.Null(await batch.CommitAsync(Tally(), checkpoint: long.MaxValue, Now, Token));

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    [Fact]
    public async Task A_batch_in_whose_middle_another_node_takes_the_run_over_is_ended_and_writes_nothing()
    {
        var (run, mine) = await TakeUpAsync();
        await using var connection = await bench.DataSource.OpenConnectionAsync(Token);
        await using var batch = await FillAsync(connection, run, mine);

        // That node must not wait for the locks of one that may never wake up.
        await TakeUpAgainAsync(mine);
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => batch.CommitAsync(Tally(), checkpoint: long.MaxValue, Now, Token));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    [Theory]
    [InlineData(RunState.Succeeded)]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Canceled)]
    public async Task A_batch_of_a_run_that_has_ended_writes_nothing(RunState ended)
    {
        var (run, mine) = await TakeUpAsync();
        if (ended is RunState.Canceled)
            await bench.ExecuteSqlAsync($"update runs set state = 'Canceling' where id = {run.Id}");
        await bench.ExecuteSqlAsync($"update runs set state = '{ended}' where id = {run.Id}");
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        await using (var connection = await bench.DataSource.OpenConnectionAsync(Token))
        await using (var batch = await FillAsync(connection, run, mine))
            Assert.Null(await batch.CommitAsync(Tally(), checkpoint: long.MaxValue, Now, Token));

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    [Fact]
    public async Task A_batch_that_was_under_way_when_the_run_was_asked_to_wind_down_is_still_written()
    {
        var (run, mine) = await TakeUpAsync();
        await using var connection = await bench.DataSource.OpenConnectionAsync(Token);
        await using var batch = await FillAsync(connection, run, mine);
        await bench.ExecuteSqlAsync($"update runs set state = 'Canceling' where id = {run.Id}");

        var state = await batch.CommitAsync(Tally(), checkpoint: long.MaxValue, Now, Token);

        var snapshot = await RunSnapshot.ReadAsync(bench.DataSource, run.Id, Token);
        Assert.Equal((RunState.Canceling, MaskCounts.Of(masked: 1)), (state, snapshot!.Counters));
        await using var context = bench.CreateContext();
        Assert.True((await context.Classifications.SingleAsync(row => row.RunId == run.Id, Token)).Terminal);
    }

    [Fact]
    public async Task What_a_worker_says_of_a_part_that_it_lost_changes_nothing()
    {
        var (run, mine) = await TakeUpAsync();
        await TakeUpAgainAsync(mine);
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        Assert.Null(await RunPartRecords.ReadAsync(bench.DataSource, mine, Token));
        Assert.Equal([mine], await RunPartRecords.FindStaleAsync(bench.DataSource, [mine], Token));
        await RunPartRecords.RecordWaitAsync(bench.DataSource, mine, new(DatabaseErrorKind.DiskFull, Now), Token);
        await bench.Service<RunEndings>().EndPartAsync(mine, finished: true, Token);
        Assert.False(await bench.Service<RunEndings>().FailAsync(mine, "The database was away.", details: null, Token));

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(run.Id)).State);
    }

    /// <summary>As a node that was cut off from the database, whose batch the other could not end.</summary>
    [Fact]
    public async Task A_worker_that_fails_after_another_node_took_its_part_over_leaves_the_run_to_that()
    {
        var (runId, animals) = await LaunchAsync();
        await bench.ExecuteSqlAsync(
            $"""
            create function fail() returns trigger language plpgsql as $$ begin raise exception 'unexpected'; end $$;
            create trigger fail before insert on classifications for each row when (new.run_id = {runId}) execute function fail()
            """);
        await using var held = await HeldLock.OfOccurrenceAsync(bench.ConnectionString, animals[0].Id);
        var mine = bench.Service<RunExecutor>().StartAsync(runId, Token);
        await held.IsWaitedForAsync();

        await bench.ExecuteSqlAsync($"update run_parts set attempt = attempt + 1 where run_id = {runId}");
        await held.DisposeAsync();
        await mine;

        Assert.Equal(RunState.Running, (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!.State);
        Assert.DoesNotContain(await bench.LogAsync(runId), entry => entry.Level is RunLogLevel.Error);
        await bench.ExecuteSqlAsync("drop function fail cascade");
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(runId)).State);
    }

    [Fact]
    public async Task A_start_that_fails_after_another_node_has_started_the_run_leaves_it_to_that()
    {
        var (runId, _) = await LaunchAsync();
        await bench.Service<RunStarter>().StartAsync(runId, Token);

        Assert.False(await FailStartAsync(runId));

        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(runId)).State);
    }

    [Fact]
    public async Task A_start_that_fails_after_another_node_had_the_run_wait_leaves_it_waiting()
    {
        var (scenario, request) = await PlanAsync();
        var (first, second) = (await LaunchOneAsync(request, scenario), await LaunchOneAsync(request.With(settings => settings with { TaxaListVersion = 2 }), scenario));
        await bench.Service<RunStarter>().StartAsync(first, Token);
        await bench.Service<RunStarter>().StartAsync(second, Token);

        Assert.False(await FailStartAsync(second));

        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(first)).State);
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(second)).State);
    }

    [Fact]
    public async Task A_start_that_fails_and_that_no_other_node_made_fails_the_run()
    {
        var (runId, _) = await LaunchAsync();

        Assert.True(await FailStartAsync(runId));

        Assert.Equal(RunState.Failed, (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!.State);
        Assert.Equal(RunLogLevel.Error, Assert.Single(await bench.LogAsync(runId)).Level);
    }

    /// <summary>A batch with a row to write, a row to demote, and a determination to change.</summary>
    private async Task<RunBatch> FillAsync(NpgsqlConnection connection, Run run, PartClaim claim)
    {
        var work = await ((IRunTask)bench.Service<PostProcessingTasks>().Get(run.Task)).LoadAsync(run, Token);
        await foreach (var rows in TaskBatches.ReadAsync(bench.DataSource, work, RunScope.Of(run), OccurrenceRange.All, batchSize: 1, Token))
        {
            var batch = await RunBatch.BeginAsync(connection, claim, rows.OccurrenceIds, rows: 1, Token);
            Assert.Equal(MaskOutcomes.Masked, work.Apply(Assert.Single(rows.Rows), batch.Changes, batch.NewId));
            return batch;
        }

        throw new InvalidOperationException("Nothing is in scope.");
    }

    private async Task<(Run Run, PartClaim Claim)> TakeUpAsync()
    {
        var (runId, _) = await LaunchAsync();
        var part = await bench.Service<RunStarter>().StartAsync(runId, Token);
        var claim = await ClaimAsync(runId, part!.Value);
        await using var context = bench.CreateContext();
        return (await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, Token), claim);
    }

    private async Task<(long RunId, IReadOnlyList<ScenarioOccurrence> Animals)> LaunchAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync([[[classifier.Says(1, 2)]], [[classifier.Says(1, 3)]]]);
        return (await LaunchOneAsync(scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier), scenario), animals);
    }

    /// <summary>What two versions of a list can be masked to.</summary>
    private async Task<(Scenario Scenario, MaskRequest Request)> PlanAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(classifier.Says(1, 2));
        var list = await scenario.AddListAsync();
        await scenario.AddVersionAsync(list, ["Actias luna"]);
        await scenario.AddVersionAsync(list, ["Samia cynthia"]);
        return (scenario, scenario.Mask(list, classifier).With(settings => settings with { TaxaListVersion = 1 }));
    }

    private async Task<long> LaunchOneAsync(MaskRequest request, Scenario scenario) => Assert.Single(await bench.LaunchAsync(request, scenario.Curator)).RunId;

    private Task<bool> FailStartAsync(long runId) =>
        bench.Service<RunEndings>().FailAsync(new(runId, RunJobInput.Start, 0), "The database was away.", details: null, Token);

    private Task<PartClaim> TakeUpAgainAsync(PartClaim claim) => ClaimAsync(claim.RunId, claim.Part);

    private async Task<PartClaim> ClaimAsync(long runId, int part) => (await RunPartRecords.ClaimAsync(
        bench.DataSource, runId, part, await bench.Service<NodeMonitor>().GetNodeIdAsync(Token), Now, Token))!.Claim;

    private static PartTally Tally()
    {
        var tally = new PartTally();
        tally.Add(MaskOutcomes.Masked, 1, listed: false);
        return tally;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

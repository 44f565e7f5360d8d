using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
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

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(run.Id)).State);
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
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrencesAsync([[[classifier.Says(1, 2)]], [[classifier.Says(1, 3)]]]);
        var launched = Assert.Single(await bench.LaunchAsync(scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier), scenario.Curator));
        var part = await bench.Service<RunStarter>().StartAsync(launched.RunId, Token);
        var claim = await ClaimAsync(launched.RunId, part!.Value);
        await using var context = bench.CreateContext();
        return (await context.Runs.AsNoTracking().SingleAsync(run => run.Id == launched.RunId, Token), claim);
    }

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

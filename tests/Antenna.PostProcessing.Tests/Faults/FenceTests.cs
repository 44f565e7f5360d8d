using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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
            Assert.Null(await batch.CommitAsync(new(Masked: 1), checkpoint: long.MaxValue, Now, Token));

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

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => batch.CommitAsync(new(Masked: 1), checkpoint: long.MaxValue, Now, Token));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    [Theory]
    [InlineData(RunState.Succeeded)]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Canceled)]
    [InlineData(RunState.Reverted)]
    public async Task A_batch_of_a_run_that_has_ended_writes_nothing(RunState ended)
    {
        var (run, mine) = await TakeUpAsync();
        await bench.ExecuteSqlAsync($"update runs set state = '{ended}' where id = {run.Id}");
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        await using (var connection = await bench.DataSource.OpenConnectionAsync(Token))
        await using (var batch = await FillAsync(connection, run, mine))
            Assert.Null(await batch.CommitAsync(new(Masked: 1), checkpoint: long.MaxValue, Now, Token));

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    [Fact]
    public async Task A_batch_that_was_under_way_when_the_run_was_asked_to_wind_down_is_still_written()
    {
        var (run, mine) = await TakeUpAsync();
        await using var connection = await bench.DataSource.OpenConnectionAsync(Token);
        await using var batch = await FillAsync(connection, run, mine);
        await bench.ExecuteSqlAsync($"update runs set state = 'Canceling' where id = {run.Id}");

        var snapshot = await batch.CommitAsync(new(Masked: 1), checkpoint: long.MaxValue, Now, Token);

        Assert.Equal((RunState.Canceling, new RunCounters(Masked: 1)), (snapshot!.State, snapshot.Counters));
        await using var context = bench.CreateContext();
        Assert.True((await context.Classifications.SingleAsync(row => row.RunId == run.Id, Token)).Terminal);
    }

    [Fact]
    public async Task A_task_that_works_on_after_its_claim_ended_stops_at_its_first_batch_and_writes_nothing()
    {
        var (run, mine) = await TakeUpAsync();
        await TakeUpAgainAsync(mine);
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);
        var task = bench.Service<IServiceProvider>().GetRequiredKeyedService<IPostProcessingTask>(ClassMaskingTask.Key);
        var committed = 0;

        await Assert.ThrowsAsync<ClaimLostException>(
            () => task.ExecuteAsync(new(run, mine, TimeProvider.System, () => committed++), Token));

        Assert.Equal(0, committed);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    [Fact]
    public async Task A_write_of_a_node_whose_claim_ended_changes_nothing()
    {
        var (run, mine) = await TakeUpAsync();
        var other = await TakeUpAgainAsync(mine);
        Assert.True(await RunRecords.BeatAsync(bench.DataSource, other, new("other", Now), Token));
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        await RunRecords.SetTotalAsync(bench.DataSource, mine, 17, Token);
        await RunRecords.EndAsync(bench.DataSource, mine, Now, Token);
        Assert.False(await RunRecords.FailAsync(bench.DataSource, mine, "It fell over.", Now, Token));
        Assert.False(await RunRecords.BeatAsync(bench.DataSource, mine, new("mine", Now.AddMinutes(1)), Token));

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
        Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(run.Id)).State);
    }

    /// <summary>A batch with a row to write, a row to demote, and a determination to change.</summary>
    private async Task<RunBatch> FillAsync(NpgsqlConnection connection, Run run, RunClaim claim)
    {
        await using var context = bench.CreateContext();
        var kept = await context.KeptSets.SingleAsync(kept => context.Algorithms.Any(mask => mask.Id == run.AlgorithmId && mask.KeptSetId == kept.Id), Token);
        var taxa = await CategoryMaps.LoadTaxaAsync(context, kept.CategoryMapId, Token);
        var batches = PredictedBatches.ReadAsync(
            bench.DataSource, RunScope.Of(run), run.SourceAlgorithmId, KeptSet.FromBits(taxa.Count, kept.Listed, kept.NotATaxon), batchSize: 1, checkpoint: 0, Token);
        await foreach (var predicted in batches)
        {
            var batch = await RunBatch.BeginAsync(connection, claim, predicted.OccurrenceIds, rows: 1, Token);
            var mask = new MaskApplication(run.AlgorithmId, taxa, MaskOptions.Default);
            Assert.Equal(new RunCounters(Masked: 1), mask.Apply(Assert.Single(predicted.Rows), batch.Changes, batch.NewId));
            batch.Warn("This is not to be read.");
            return batch;
        }

        throw new InvalidOperationException("Nothing is in scope.");
    }

    private async Task<(Run Run, RunClaim Claim)> TakeUpAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrencesAsync([[[classifier.Says(1, 2)]], [[classifier.Says(1, 3)]]]);
        var launched = Assert.Single(await bench.LaunchAsync(scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier), scenario.Curator));
        var claim = (await RunRecords.ClaimAsync(bench.DataSource, launched.RunId, Now, Token))!.Value;
        await using var context = bench.CreateContext();
        return (await context.Runs.AsNoTracking().SingleAsync(run => run.Id == launched.RunId, Token), claim);
    }

    private async Task<RunClaim> TakeUpAgainAsync(RunClaim claim) =>
        (await RunRecords.ClaimAsync(bench.DataSource, claim.RunId, Now, Token))!.Value;

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Quartz;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

/// <summary>An import that nobody is going to end is ended, and no other.</summary>
public sealed class OrphanedImportsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2124, 7, 12, 3, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private ImportBench? _bench;

    private ImportBench Bench => _bench!;

    public async ValueTask InitializeAsync() => _bench = await ImportBench.CreateAsync(cluster);

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
            await _bench.DisposeAsync();
    }

    [Fact]
    public async Task One_that_no_node_will_take_is_failed_with_what_was_known_and_its_files_go()
    {
        var id = await LaunchAsync();
        await ClaimAsync(id, Now.AddMinutes(-11));
        await UnscheduleAsync();

        Assert.Equal([id], await EndAsync());

        var import = (await Bench.FindAsync(id)).Row;
        Assert.Equal((ImportState.Failed, Now.UtcDateTime), (import.State, import.FinishedAt));
        Assert.Equal(
            "Its node (moth-box, process 7) gave its last heartbeat at 2124-07-12 02:49 UTC, and none is going to take it up. "
            + "Nothing of it was written; import again.",
            import.Reason);
        Assert.Equal((0, 0, 0, 0), await Bench.CountAsync());
    }

    [Fact]
    public async Task One_that_no_node_ever_took_up_and_none_will_is_failed_as_well()
    {
        var id = await LaunchAsync();
        await UnscheduleAsync();

        Assert.Equal([id], await EndAsync());

        Assert.StartsWith("No node has given a heartbeat since ", (await Bench.FindAsync(id)).Row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_with_a_heartbeat_within_ten_minutes_is_left()
    {
        var id = await LaunchAsync();
        await ClaimAsync(id, Now.AddMinutes(-10));
        await UnscheduleAsync();

        Assert.Empty(await EndAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([id], await EndAsync());
    }

    [Fact]
    public async Task One_in_the_schedule_waits_for_a_node()
    {
        await LaunchAsync();

        Assert.Empty(await EndAsync());
    }

    [Fact]
    public async Task One_that_a_node_executes_is_left_however_old_its_heartbeat_is()
    {
        var held = await Bench.HoldCapturesAsync();
        var id = await LaunchAsync();
        await using var node = await NodeInProcess.StartAsync(Bench.Database.DataSource, RunExecutionRole.Execute);
        await held.IsWaitedForAsync();

        Assert.Empty(await EndAsync());

        await held.DisposeAsync();
        Assert.Equal(ImportState.Succeeded, (await Bench.FollowToEndAsync(id)).Row.State);
    }

    [Fact]
    public async Task One_that_a_node_takes_up_while_the_schedule_is_read_is_left()
    {
        var id = await LaunchAsync();
        await UnscheduleAsync();

        Assert.Empty(await Orphaned(new HookedSchedulers(Bench.Node.Service<ISchedulerFactory>(), () => ClaimAsync(id, Now))).EndAsync(Token));

        Assert.Equal(ImportState.Running, (await Bench.FindAsync(id)).Row.State);
    }

    /// <summary>A node to which Quartz gives it then does not take it up.</summary>
    [Fact]
    public async Task One_whose_process_was_gone_before_it_had_wound_down_is_canceled()
    {
        var id = await LaunchAsync();
        await ClaimAsync(id, Now.AddMinutes(-1));
        Assert.Equal(ImportState.Canceling, await ImportRecords.CancelAsync(Bench.Database.DataSource, id, DateTime.UnixEpoch, Now.UtcDateTime, Token));

        Assert.Empty(await EndAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([id], await EndAsync());

        Assert.Equal((ImportState.Canceled, null), (await Bench.FindAsync(id)) is { Row: var row } ? (row.State, row.Reason) : default);
        Assert.Equal((0, 0, 0, 0), await Bench.CountAsync());
    }

    private OrphanedImports Orphaned(ISchedulerFactory schedulers) =>
        new(Bench.Database.DataSource, schedulers, _time, NullLogger<OrphanedImports>.Instance);

    private Task<IReadOnlyList<long>> EndAsync() => Orphaned(Bench.Node.Service<ISchedulerFactory>()).EndAsync(Token);

    private Task<long> LaunchAsync() => Bench.LaunchAsync(ImportKind.PipelineResults, Bench.WriteResults());

    private async Task ClaimAsync(long id, DateTimeOffset at) =>
        Assert.NotNull(await ImportRecords.ClaimAsync(Bench.Database.DataSource, id, "moth-box, process 7", at.UtcDateTime, Token));

    private async Task UnscheduleAsync()
    {
        var scheduler = await Bench.Node.Service<ISchedulerFactory>().GetScheduler(Token);
        var triggers = await scheduler.QueryTriggers(new TriggerQuery { Job = SchedulerConstants.ScheduledJobKey<ImportJob>(), Take = PagedQuery.All }, Token);
        Assert.True(await scheduler.UnscheduleJob(Assert.Single(triggers.Items).Key, Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

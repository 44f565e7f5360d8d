using Antenna.Dashboard.Hosting;
using Antenna.PostProcessing;
using Antenna.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Quartz;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

public sealed class NodeReadinessTests(PostgresCluster cluster)
{
    private readonly FakeTimeProvider _time = new();
    private readonly HeldChecks _checks = new();

    [Fact]
    public async Task A_ready_node_is_checked_once_a_second_however_many_ask()
    {
        var readiness = new NodeReadiness(_checks, _time);
        for (var request = 0; request < 50; request++)
            Assert.Empty(await readiness.FindFailedAsync(Token));
        Assert.Equal(1, _checks.Rounds);

        _checks.Failed = ["schema"];
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["schema"], await readiness.FindFailedAsync(Token));
        Assert.Equal(2, _checks.Rounds);
    }

    [Fact]
    public async Task A_node_that_becomes_ready_says_so_at_once()
    {
        var readiness = new NodeReadiness(_checks, _time);
        _checks.Failed = ["scheduler"];
        Assert.Equal(["scheduler"], await readiness.FindFailedAsync(Token));

        _checks.Failed = [];

        Assert.Empty(await readiness.FindFailedAsync(Token));
    }

    [Fact]
    public async Task Requests_at_the_same_time_share_one_round_and_one_that_gives_up_does_not_end_it()
    {
        var readiness = new NodeReadiness(_checks, _time);
        using var gone = new CancellationTokenSource();
        _checks.Hold = new();

        var first = readiness.FindFailedAsync(gone.Token);
        var others = Enumerable.Range(0, 50).Select(_ => readiness.FindFailedAsync(Token)).ToList();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _checks.Hold.SetResult();

        Assert.All(await Task.WhenAll(others), Assert.Empty);
        Assert.Equal(1, _checks.Rounds);
    }

    [Theory]
    [InlineData("delete from \"__EFMigrationsHistory\" where migration_id = (select max(migration_id) from \"__EFMigrationsHistory\")")]
    [InlineData("insert into \"__EFMigrationsHistory\" values ('99990101000000_OfANewerNode', '10.0.0')")]
    public async Task A_schema_that_is_older_or_newer_than_the_node_is_not_current(string change)
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        var check = new SchemaHealthCheck(database);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Token)).Status);

        await using var command = database.DataSource.CreateCommand(change);
        await command.ExecuteNonQueryAsync(Token);

        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(new(), Token)).Status);
    }

    [Fact]
    public async Task A_scheduler_counts_as_running_from_its_start_to_its_end_and_not_while_it_pauses()
    {
        await using var services = new ServiceCollection().AddLogging().AddQuartz().BuildServiceProvider();
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(Token);
        var state = new SchedulerState(services.GetRequiredService<ISchedulerFactory>());
        var check = new SchedulerHealthCheck(state);

        Assert.False(await state.IsRunningAsync(Token));
        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(new(), Token)).Status);
        await scheduler.Start(Token);
        Assert.True(await state.IsRunningAsync(Token));
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Token)).Status);
        await scheduler.Standby(Token);
        Assert.False(await state.IsRunningAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class HeldChecks : HealthCheckService
    {
        public int Rounds { get; private set; }

        public IReadOnlyList<string> Failed { get; set; } = [];

        /// <summary>What a round waits for; null for nothing.</summary>
        public TaskCompletionSource? Hold { get; set; }

        public override async Task<HealthReport> CheckHealthAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default)
        {
            Rounds++;
            if (Hold is not null)
                await Hold.Task;
            string[] names = ["database", "schema", "scheduler"];
            return new(
                names.ToDictionary(name => name, name => new HealthReportEntry(Failed.Contains(name) ? HealthStatus.Unhealthy : HealthStatus.Healthy, null, default, null, null)),
                default);
        }
    }
}

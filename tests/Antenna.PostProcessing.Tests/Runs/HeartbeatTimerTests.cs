using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class HeartbeatTimerTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2024, 7, 12, 3, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly RunWaits _waits = new();

    /// <summary>Heartbeats are not announced; here they are, so that a test need not ask for them again and again.</summary>
    public async ValueTask InitializeAsync() => await bench.ExecuteSqlAsync(
        """
        create or replace function announce_heartbeat() returns trigger language plpgsql as
        $$ begin perform pg_notify('antenna_news', 'run ' || new.run_id); return null; end $$;
        create or replace trigger announce after insert or update on run_heartbeats for each row execute function announce_heartbeat()
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_run_gives_a_sign_of_life_at_once_and_then_every_ten_seconds_whatever_its_batches_do()
    {
        var claim = await TakeUpAsync();
        await using var heartbeat = HeartbeatTimer.Start(bench.DataSource, claim, _waits, _time, NullLogger.Instance);

        var first = await BeatAsync(claim, Now);
        Assert.Equal((1, $"{Environment.MachineName}, process {Environment.ProcessId}"), (first.Attempt, first.Node));
        foreach (var beat in Enumerable.Range(1, 3))
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await BeatAsync(claim, Now.AddSeconds(10 * beat));
        }

        Assert.False(heartbeat.ClaimLost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_node_whose_run_another_one_has_taken_over_learns_it_from_its_heartbeat()
    {
        var claim = await TakeUpAsync();
        await using var heartbeat = HeartbeatTimer.Start(bench.DataSource, claim, _waits, _time, NullLogger.Instance);
        await BeatAsync(claim, Now);
        var lost = new TaskCompletionSource();
        await using var registration = heartbeat.ClaimLost.Register(lost.SetResult);

        var other = (await RunRecords.ClaimAsync(bench.DataSource, claim.RunId, Now.UtcDateTime, Token))!.Value;
        Assert.True(await RunRecords.BeatAsync(bench.DataSource, other, new("other", Now.AddSeconds(5).UtcDateTime), Token));
        _time.Advance(TimeSpan.FromSeconds(10));

        await lost.Task.WaitAsync(Token);
        Assert.Equal("other", (await BeatAsync(claim, Now.AddSeconds(5))).Node);
    }

    [Fact]
    public async Task A_heartbeat_that_could_not_be_recorded_is_followed_by_the_next()
    {
        var claim = await TakeUpAsync();
        var logger = new FirstLine();
        await using var heartbeat = HeartbeatTimer.Start(bench.DataSource, claim, _waits, _time, logger);
        await BeatAsync(claim, Now);

        await bench.ExecuteSqlAsync("alter table run_heartbeats add constraint off check (beat_at <> '2024-07-12 03:00:10Z') not valid");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal($"Could not record a heartbeat of run {claim.RunId}", await logger.Message.WaitAsync(Token));
        _time.Advance(TimeSpan.FromSeconds(10));

        await BeatAsync(claim, Now.AddSeconds(20));
        Assert.False(heartbeat.ClaimLost.IsCancellationRequested);
        await bench.ExecuteSqlAsync("alter table run_heartbeats drop constraint off");
    }

    private async Task<RunHeartbeat> BeatAsync(RunClaim claim, DateTimeOffset at)
    {
        var beat = await bench.FollowAsync(
            claim.RunId,
            async () =>
            {
                await using var context = bench.CreateContext();
                return await context.RunHeartbeats.AsNoTracking().SingleOrDefaultAsync(beat => beat.RunId == claim.RunId, Token);
            },
            beat => beat?.BeatAt == at.UtcDateTime);
        return beat!;
    }

    private async Task<RunClaim> TakeUpAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var launched = Assert.Single(await bench.LaunchAsync(
            scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier), scenario.Curator));
        return (await RunRecords.ClaimAsync(bench.DataSource, launched.RunId, Now.UtcDateTime, Token))!.Value;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

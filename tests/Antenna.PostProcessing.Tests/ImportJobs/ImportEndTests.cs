using Antenna.Data.Import;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

/// <summary>However an import ends, its row says so, and whoever executed it hears the same.</summary>
public sealed class ImportEndTests(PostgresCluster cluster)
{
    /// <summary>Where it stands still, no heartbeat hears what happens to the import.</summary>
    private readonly FakeTimeProvider _frozen = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task One_that_is_canceled_in_its_last_second_is_canceled()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());
        var executing = Executor(bench, _frozen).ExecuteAsync(id, Token);
        await held.IsWaitedForAsync();

        Assert.Equal(ImportState.Canceling, await ImportRecords.CancelAsync(bench.Database.DataSource, id, DateTime.UnixEpoch, DateTime.UtcNow, Token));
        await held.DisposeAsync();
        await executing;

        Assert.Equal((ImportState.Canceled, null), (await bench.FindAsync(id)) is { Row: var row } ? (row.State, row.Reason) : default);
        Assert.Equal((0, 0, 0, 0), await bench.CountAsync());
    }

    [Fact]
    public async Task A_command_that_is_canceled_in_its_last_second_hears_that()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var held = await bench.HoldCapturesAsync();
        var executing = ExecuteHereAsync(bench, Executor(bench, _frozen), Token);
        await held.IsWaitedForAsync();

        await ImportRecords.CancelAsync(bench.Database.DataSource, await OnlyAsync(bench), DateTime.UnixEpoch, DateTime.UtcNow, Token);
        await held.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executing);
        Assert.Equal(ImportState.Canceled, (await bench.FindAsync(await OnlyAsync(bench))).Row.State);
    }

    [Fact]
    public async Task A_command_that_others_took_for_gone_hears_that_it_does_not_count_not_that_it_was_canceled()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var held = await bench.HoldCapturesAsync();
        var executing = ExecuteHereAsync(bench, Executor(bench, _frozen), Token);
        await held.IsWaitedForAsync();

        var now = DateTime.UtcNow;
        Assert.Single(await ImportRecords.EndOrphanedAsync(bench.Database.DataSource, now.AddDays(1), "gone", now, Token));
        await held.DisposeAsync();

        await Assert.ThrowsAsync<StaleImportClaimException>(() => executing);
        Assert.Equal("gone", (await bench.FindAsync(await OnlyAsync(bench))).Row.Reason);
        Assert.Equal((0, 0, 0, 0), await bench.CountAsync());
    }

    /// <summary>As where the connection breaks before the commit is confirmed, and the import is then tried again.</summary>
    [Fact]
    public async Task One_whose_row_says_that_it_was_committed_has_succeeded()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var held = await bench.HoldCapturesAsync();
        var executing = ExecuteHereAsync(bench, Executor(bench, _frozen), Token);
        await held.IsWaitedForAsync();

        var report = new ImportReport { CheckOnly = false, Counts = [new("captures", New: 7)], Findings = [], Elapsed = TimeSpan.Zero };
        await bench.ExecuteAsync($"update imports set state = 'Succeeded', report = '{StoredReports.Write(report)}'");
        await held.DisposeAsync();

        Assert.Equal(7, (await executing).Count("captures").New);
        Assert.Equal(ImportState.Succeeded, (await bench.FindAsync(await OnlyAsync(bench))).Row.State);
    }

    [Fact]
    public async Task One_has_succeeded_whatever_becomes_of_what_it_leads_to()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var executor = Executor(bench, TimeProvider.System, new Follower(_ => throw new InvalidOperationException("What follows failed.")));

        var report = await ExecuteHereAsync(bench, executor, Token);

        Assert.Equal(3, report.Count("captures").New);
        Assert.Equal(ImportState.Succeeded, (await bench.FindAsync(await OnlyAsync(bench))).Row.State);
    }

    [Fact]
    public async Task One_that_is_interrupted_after_its_commit_has_succeeded()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        using var interrupt = new CancellationTokenSource();
        var executor = Executor(bench, TimeProvider.System, new Follower(token =>
        {
            interrupt.Cancel();
            token.ThrowIfCancellationRequested();
        }));

        var report = await ExecuteHereAsync(bench, executor, interrupt.Token);

        Assert.Equal(3, report.Count("captures").New);
        Assert.Equal(ImportState.Succeeded, (await bench.FindAsync(await OnlyAsync(bench))).Row.State);
    }

    [Fact]
    public async Task A_long_import_that_meets_a_deadlock_is_tried_again()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        await bench.ExecuteAsync(
            """
            create sequence tries;
            create function deadlock_once() returns trigger language plpgsql as
            $$ begin if nextval('tries') = 1 then raise exception 'deadlock detected' using errcode = '40P01'; end if; return null; end $$;
            create trigger deadlock_once after insert on captures for each statement execute function deadlock_once()
            """);
        var time = new ShiftedTime();
        var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());
        var executing = Executor(bench, time).ExecuteAsync(id, Token);
        await held.IsWaitedForAsync();

        time.Advance(ImportExecutor.RetryTimeout + TimeSpan.FromMinutes(1));
        await held.DisposeAsync();
        await executing;

        Assert.Equal((ImportState.Succeeded, 1), (await bench.FindAsync(id)) is { Row: var row } ? (row.State, row.Attempt) : default);
        Assert.Equal((3, 3, 3, 0), await bench.CountAsync());
    }

    private static ImportExecutor Executor(ImportBench bench, TimeProvider time, params IImportFollower[] followers) => new(
        bench.Database.DataSource, bench.Node.Service<ImportDispatch>(), followers, new ImportWaits(), time, NullLogger<ImportExecutor>.Instance);

    private static Task<ImportReport> ExecuteHereAsync(ImportBench bench, ImportExecutor executor, CancellationToken cancellationToken) => executor.ExecuteHereAsync(
        new(ImportKind.PipelineResults) { Path = bench.WriteResults(), Project = ImportBench.Project, CaptureSet = "June" },
        bench.Person, ImportListener.None, also: null, cancellationToken);

    /// <summary>The id of the only import that there is.</summary>
    private static async Task<long> OnlyAsync(ImportBench bench)
    {
        await using var command = bench.Database.DataSource.CreateCommand("select id from imports");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Follower(Action<CancellationToken> follow) : IImportFollower
    {
        public Task<ImportReport> FollowAsync(ImportReport report, CancellationToken cancellationToken)
        {
            follow(cancellationToken);
            return Task.FromResult(report);
        }
    }

    /// <summary>The time of the system, later by what has passed by the test's word; timers are the system's.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        private long _seconds;

        public void Advance(TimeSpan time) => Interlocked.Add(ref _seconds, (long)time.TotalSeconds);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(Interlocked.Read(ref _seconds));

        public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Read(ref _seconds) * TimestampFrequency);
    }
}

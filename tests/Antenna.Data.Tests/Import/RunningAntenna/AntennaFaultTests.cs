using System.Collections.Concurrent;
using System.Diagnostics;
using Antenna.Data.Import;
using Antenna.Testing;
using Antenna.Testing.RunningAntennas;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Import.RunningAntenna;

/// <summary>An import of a project of a running Antenna that answers badly, or whose reader is ended.</summary>
public sealed class AntennaFaultTests(PostgresCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StatusCodes.Status429TooManyRequests)]
    [InlineData(StatusCodes.Status502BadGateway)]
    [InlineData(StatusCodes.Status503ServiceUnavailable)]
    [InlineData(0)] // The connection breaks in the middle of the answer.
    public async Task What_fails_for_a_while_is_asked_for_again(int status)
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        var failed = new ConcurrentDictionary<string, bool>();
        bench.There.Fault = async (context, path) =>
        {
            if (!failed.TryAdd(path, true))
                return false;
            context.Response.StatusCode = status == 0 ? StatusCodes.Status200OK : status;
            if (status != 0)
                return true;
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("{\"count\": 4, ", Token);
            await context.Response.Body.FlushAsync(Token);
            context.Abort();
            return true;
        };

        var report = await bench.ImportAsync();

        Assert.Equal(4, report.Count("classifications").New);
    }

    [Theory]
    [InlineData("77")]
    [InlineData("Tue, 02 Jan 2001 10:01:17 GMT")] // By its own clock, which may be wrong.
    public async Task A_server_that_says_after_how_long_to_ask_again_is_obeyed(string after)
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 1);
        var time = new RecordedDelays();
        bench.Time = time;
        bench.Options = bench.Options with { FirstDelay = TimeSpan.FromSeconds(1) };
        var answers = 0;
        bench.There.Fault = (context, path) =>
        {
            if (path != "classifications/10/" || answers++ > 1)
                return Task.FromResult(false);
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            if (answers == 1)
            {
                context.Response.Headers.RetryAfter = after;
                context.Response.Headers.Date = "Tue, 02 Jan 2001 10:00:00 GMT";
            }

            return Task.FromResult(true);
        };

        await bench.ImportAsync();

        Assert.Contains(TimeSpan.FromSeconds(77), time.Delays);
        Assert.Contains(time.Delays, delay => delay > TimeSpan.Zero && delay < TimeSpan.FromSeconds(10)); // Without a word, it grows from the first delay.
    }

    [Fact]
    public async Task No_more_requests_are_under_way_at_once_than_are_allowed()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 12);
        bench.Options = bench.Options with { Concurrency = 3 };
        var (underWay, most) = (0, 0);
        var allThere = new TaskCompletionSource();
        bench.There.Fault = async (_, path) =>
        {
            if (!path.StartsWith("classifications/", StringComparison.Ordinal))
                return false;
            var now = Interlocked.Increment(ref underWay);
            lock (bench)
                most = Math.Max(most, now);
            if (now == 3)
                allThere.TrySetResult();
            await allThere.Task.WaitAsync(LongestWait.Time, Token);
            Interlocked.Decrement(ref underWay);
            return false;
        };

        await bench.ImportAsync();

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task An_animal_that_goes_while_its_list_is_read_lets_no_other_be_missed_and_none_come_twice()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 9);
        var shrunk = false;
        bench.There.Fault = (_, path) =>
        {
            if (path.StartsWith("occurrences/?", StringComparison.Ordinal) && !path.Contains("offset=0", StringComparison.Ordinal) && !shrunk)
            {
                shrunk = true;
                lock (bench.There.Content)
                    bench.There.Content.Occurrences.RemoveAt(0);
            }

            return Task.FromResult(false);
        };

        var report = await bench.ImportAsync();

        Assert.Equal(8, report.Count("occurrences").New);
        Assert.Equal(bench.There.Requested("occurrences/").Distinct(), bench.There.Requested("occurrences/"));
    }

    [Fact]
    public async Task A_list_that_changes_whenever_it_is_read_is_said_to_be_short()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 9);
        bench.There.Fault = (_, path) =>
        {
            if (path.StartsWith("occurrences/?", StringComparison.Ordinal) && !path.Contains("offset=0", StringComparison.Ordinal))
            {
                lock (bench.There.Content)
                    bench.There.Content.Occurrences.Reverse();
            }

            return Task.FromResult(false);
        };

        var report = await bench.ImportAsync();

        Assert.Contains(report.Findings, finding => finding.Message.StartsWith("A list changed whenever it was read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_expires_in_the_middle_is_said_and_the_next_import_goes_on_with_what_was_fetched()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        bench.Options = bench.Options with { Concurrency = 1 };
        bench.There.Fault = (context, _) =>
        {
            if (bench.There.Requested("classifications/").Count < 3)
                return Task.FromResult(false);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.FromResult(true);
        };

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => bench.ImportAsync());
        Assert.Contains("refused the token", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(StandInAntenna.Token, refusal.ToString(), StringComparison.Ordinal);
        Assert.Empty(await bench.Here.ClassificationsAsync());

        await AssertGoesOnAsync(bench);
    }

    [Fact]
    public async Task An_import_that_is_canceled_in_the_middle_goes_on_with_what_was_fetched()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        bench.Options = bench.Options with { Concurrency = 1 };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bench.There.Fault = async (_, _) =>
        {
            if (bench.There.Requested("classifications/").Count == 3)
                await cancel.CancelAsync();
            return cancel.IsCancellationRequested;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.ImportAsync(token: cancel.Token));
        Assert.Empty(await bench.Here.ClassificationsAsync());

        await AssertGoesOnAsync(bench);
    }

    [Fact]
    public async Task An_import_whose_process_is_killed_goes_on_with_what_was_fetched()
    {
        const string Importer = "importer";
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 8);
        var reached = new TaskCompletionSource();
        bench.There.Fault = async (context, _) =>
        {
            if (bench.There.Requested("classifications/").Count < 8)
                return false;
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using (var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Antenna.Data.Tests.Importer.dll"),
                new NpgsqlConnectionStringBuilder(bench.Here.Database.ConnectionString) { ApplicationName = Importer }.ConnectionString, "antenna",
                bench.There.Address, StandInAntenna.Token, $"{AntennaContent.ProjectId}", AntennaBench.Project,
            ]))!)
        {
            await reached.Task.WaitAsync(LongestWait.Time, Token);
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        // What it had sent when it was killed may be committed yet: until PostgreSQL has noticed that it is gone.
        await using var gone = bench.Here.Database.DataSource.CreateCommand(
            $"""
            do $$ begin
                while exists (select from pg_stat_activity where application_name = '{Importer}' and datname = current_database())
                loop perform pg_sleep(0.05), pg_stat_clear_snapshot(); end loop;
            end $$
            """);
        gone.CommandTimeout = LongestWait.Seconds;
        await gone.ExecuteNonQueryAsync(Token);
        await using var kept = bench.Here.Database.DataSource.CreateCommand("select count(*)::int from remote_objects where kind = 'Classification' and body is not null");
        var fetched = (int)(await kept.ExecuteScalarAsync(Token))!;
        Assert.InRange(fetched, 4, 7);
        await AssertGoesOnAsync(bench, 8 - fetched);
    }

    /// <summary>Only the classifications are asked for that were not answered before, and the end is that of an import that nothing happened to.</summary>
    private async Task AssertGoesOnAsync(AntennaBench bench, int missing = 2)
    {
        bench.There.Fault = (_, _) => Task.FromResult(false);
        bench.There.ForgetRequests();

        await bench.ImportAsync();

        Assert.Empty(bench.There.Requested("occurrences/"));
        Assert.Equal(missing, bench.There.Requested("classifications/").Count);
        await using var whole = await AntennaBench.CreateAsync(cluster, animals: 0);
        bench.There.Content.Captures.ForEach(whole.There.Content.Captures.Add);
        bench.There.Content.Occurrences.ForEach(whole.There.Content.Occurrences.Add);
        foreach (var (id, numbers) in bench.There.Content.Classifications)
            whole.There.Content.Classifications[id] = numbers;
        await whole.ImportAsync();
        Assert.Equal(await AntennaBench.ContentAsync(whole.Here.Database.DataSource), await AntennaBench.ContentAsync(bench.Here.Database.DataSource));
    }

    /// <summary>A clock on which nobody waits, and which keeps for how long they would have.</summary>
    private sealed class RecordedDelays : TimeProvider
    {
        private readonly ConcurrentQueue<TimeSpan> _delays = new();

        public IReadOnlyList<TimeSpan> Delays => [.. _delays];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _delays.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
        }
    }
}

using System.Diagnostics;
using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// What pages show while the database is away: how soon one that is open, and one that is opened meanwhile, says so, and how
/// soon after its return a page and a run go on.
/// </summary>
internal static class OutageBenchmark
{
    private const string Usage = "away [seconds=N] [rows=N]";

    private static readonly RunFixture Fixture = new("regional", 30_000, 2_497, 0.7);

    private static readonly string[] Paths = ["", "occurrences", "capture-sets", "taxa-lists", "runs"];

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var read = BenchmarkOptions.Read(options, Usage, ("seconds", 180), ("rows", Fixture.Rows));
        var away = TimeSpan.FromSeconds(read["seconds"]);
        Report.Header("away", $"the database away for {away}, in the middle of a run over {read["rows"]} rows");
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        await (Fixture with { Rows = read["rows"] }).FillAsync(dataSource, cancellationToken);
        await using var dashboard = await RunningDashboard.StartAsync(server.ConnectionString, cancellationToken);
        await using var runs = await ScheduledRuns.StartAsync(dataSource, cancellationToken);
        var run = await runs.LaunchAsync(RunScope.OfCaptureSet(RunFixture.CaptureSetId), ScoreMode.Reweighted, cancellationToken);
        var pages = new List<(string Name, BlazorClient Page)>();
        foreach (var path in Paths.Prepend($"runs/{run}"))
        {
            var page = await dashboard.OpenAsync(path, cancellationToken);
            await page.WaitForAsync(_ => true, cancellationToken);
            pages.Add((path.Length == 0 ? "start" : path.StartsWith("runs/", StringComparison.Ordinal) ? "run" : path, page));
        }

        var stopped = Stopwatch.GetTimestamp();
        var messages = Task.WhenAll(pages.Select(each => MeasureAsync($"away.open.{each.Name}.message", each.Page, ShowsOutage, away, cancellationToken)));
        await server.StopAsync();
        Report.Figure("away.server.stopped", [Stopwatch.GetElapsedTime(stopped).TotalSeconds], "s");
        await messages;
        foreach (var path in Paths)
        {
            await using var opened = await dashboard.OpenAsync(path, cancellationToken);
            await MeasureAsync($"away.opened.{(path.Length == 0 ? "start" : path)}.message", opened, ShowsOutage, away, cancellationToken);
        }

        if (away - Stopwatch.GetElapsedTime(stopped) is { Ticks: > 0 } rest)
            await Task.Delay(rest, cancellationToken);
        await server.StartAgainAsync(cancellationToken);
        var back = Stopwatch.GetTimestamp();
        NpgsqlConnection.ClearPool(dataSource.CreateConnection());
        await MeasureAsync("away.run-page.recovered", pages[0].Page, text => text.Contains("rows/s", StringComparison.Ordinal) || text.Contains("Succeeded", StringComparison.Ordinal), away, cancellationToken);
        await runs.EndAsync(run, cancellationToken);
        Report.Figure("away.run.ended-after-return", [Stopwatch.GetElapsedTime(back).TotalSeconds], "s");
        foreach (var (_, page) in pages)
            await page.DisposeAsync();
    }

    private static bool ShowsOutage(string text) => text.Contains(DatabaseErrorText.What(DatabaseErrorKind.Unreachable) + " since ", StringComparison.Ordinal);

    private static async Task MeasureAsync(
        string name, BlazorClient page, Predicate<string> isWanted, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(atMost / 3);
        try
        {
            await page.WaitForAsync(isWanted, limit.Token);
            Report.Figure(name, [Stopwatch.GetElapsedTime(since).TotalSeconds], "s");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Report.Note($"{name}: not within {atMost / 3}");
        }
    }
}

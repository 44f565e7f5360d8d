using Antenna.Core.Predictions;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// What open pages take: the memory of an idle circuit and of one that shows a live run, what of it stays when the pages are
/// closed, and what a run loses by them.
/// </summary>
internal static class CircuitsBenchmark
{
    private const string Usage = "circuits [rows=N] [circuits=N]";

    private static readonly RunFixture Fixture = new("regional", 10_000, 2_497, 0.7);

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var read = BenchmarkOptions.Read(options, Usage, ("rows", Fixture.Rows), ("circuits", 50));
        var (rows, circuits) = (read["rows"], read["circuits"]);
        Report.Header("circuits", $"{circuits} pages and a run over {rows} rows of {Fixture.Classes} classes");
        Report.Note("memory is managed memory after a full collection, the measuring client's sockets included");
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        await (Fixture with { Rows = rows }).FillAsync(dataSource, cancellationToken);
        await using var dashboard = await RunningDashboard.StartAsync(server.ConnectionString, cancellationToken);
        await using var runs = await ScheduledRuns.StartAsync(dataSource, cancellationToken);

        // What is done for the first time is not measured.
        await runs.EndAsync(await runs.LaunchAsync(RunScope.OfOccurrence(1), ScoreMode.Reweighted, cancellationToken), cancellationToken);
        await using (var first = await OpenPages.OpenAsync(dashboard, "runs", 2, cancellationToken))
            await first.CloseAsync(cancellationToken);

        var alone = await runs.EndAsync(await LaunchAsync(ScoreMode.Reweighted), cancellationToken);
        await MeasureAsync("idle", await OpenPages.OpenAsync(dashboard, "runs", circuits, cancellationToken), cancellationToken);
        var watchedRun = await LaunchAsync(ScoreMode.Absolute);
        var live = await OpenPages.OpenAsync(dashboard, $"runs/{watchedRun}", circuits, cancellationToken);
        var watched = await runs.EndAsync(watchedRun, cancellationToken);
        await MeasureAsync("live", live, cancellationToken);
        Report.Figure("circuits.run-watched-to-alone", [watched.Duration / alone.Duration], "x");

        Task<long> LaunchAsync(ScoreMode mode) => runs.LaunchAsync(RunScope.OfCaptureSet(RunFixture.CaptureSetId), mode, cancellationToken);
    }

    private static async Task MeasureAsync(string name, OpenPages pages, CancellationToken cancellationToken)
    {
        await using (pages)
        {
            var (before, count) = (pages.MemoryBefore, pages.Count);
            Report.Figure($"circuits.{name}-memory", [(OpenPages.Memory() - before) / 1e6 / count], "MB");
            await pages.CloseAsync(cancellationToken);
            Report.Figure($"circuits.{name}-memory-not-released", [Math.Max(0, OpenPages.Memory() - before) / 1e6 / count], "MB");
        }
    }
}

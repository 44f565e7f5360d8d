using Antenna.Core.Predictions;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>How long the last of many runs on one occurrence each waits: alone, and behind a long run on a capture set.</summary>
internal static class QueueBenchmark
{
    private const string Usage = "queue [rows=N] [runs=N]";

    private static readonly RunFixture Fixture = new("regional", 30_000, 2_497, 0.7);

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var read = BenchmarkOptions.Read(options, Usage, ("rows", Fixture.Rows), ("runs", 200));
        var (rows, count) = (read["rows"], read["runs"]);
        Report.Header("queue", $"{count} runs on one occurrence each, and a run over {rows} rows of {Fixture.Classes} classes");
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        await (Fixture with { Rows = rows }).FillAsync(dataSource, cancellationToken);
        await using var dashboard = await RunningDashboard.StartAsync(server.ConnectionString, cancellationToken);
        await using var runs = await ScheduledRuns.StartAsync(dataSource, cancellationToken);

        await MeasureAsync("alone", firstOccurrence: 1);
        var longRun = await runs.LaunchAsync(RunScope.OfCaptureSet(RunFixture.CaptureSetId), ScoreMode.Reweighted, cancellationToken);
        await MeasureAsync("behind-a-long-run", firstOccurrence: rows - count);
        Report.Figure("queue.long-run", [(await runs.EndAsync(longRun, cancellationToken)).Duration.TotalSeconds], "s");

        async Task MeasureAsync(string name, int firstOccurrence)
        {
            var launched = new List<long>();
            for (var number = 0; number < count; number++)
                launched.Add(await runs.LaunchAsync(RunScope.OfOccurrence(firstOccurrence + number), ScoreMode.Absolute, cancellationToken));
            var waits = new List<double>();
            foreach (var run in launched)
                waits.Add((await runs.EndAsync(run, cancellationToken)).SinceLaunch.TotalSeconds);
            Report.Figure($"queue.{name}.last", [waits[^1]], "s");
            Report.Figure($"queue.{name}.all", waits, "s");
        }
    }
}

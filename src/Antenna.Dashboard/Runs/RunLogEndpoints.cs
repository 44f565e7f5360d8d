using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Runs;

/// <summary>Serves the whole log of a run as a CSV file.</summary>
internal static class RunLogEndpoints
{
    private static readonly string[] Header = ["time", "level", "message"];

    public static void MapRunLogs(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("runs/{id:long}/log.csv", LogAsync);

    private static async Task<Results<PushStreamHttpResult, NotFound>> LogAsync(
        long id, RunHistory history, PostProcessingTasks tasks, CancellationToken cancellationToken)
    {
        if (await history.FindAsync(id, cancellationToken) is not { } run)
            return TypedResults.NotFound();
        var log = await history.LogAsync(id, cancellationToken);
        return TypedResults.Stream(
            stream => WriteAsync(stream, run, log, tasks.Get(run.Run.Task), cancellationToken),
            "text/csv; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"run-{id}-log.csv"));
    }

    private static async Task WriteAsync(
        Stream stream, RunDetails run, IReadOnlyList<RunLogLine> log, IRunTask task, CancellationToken cancellationToken)
    {
        // Cells that a spreadsheet would run as a formula are neutralised.
        await using var csv = CsvWriter.Create(stream, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader(Header);
        foreach (var line in log)
            await WriteAsync(csv, [line.At.ToString("O", CultureInfo.InvariantCulture), line.Level.ToString(), line.Message], cancellationToken);
        foreach (var outcome in task.Outcomes.Where(outcome => run.Listed.ContainsKey(outcome.Key)))
        {
            var listed = RunSummary.Listed(task, outcome, run.Run.Progress.Counters[outcome.Key], run.Listed[outcome.Key]);
            await WriteAsync(csv, ["", nameof(RunLogLevel.Warning), listed], cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    private static async Task WriteAsync(CsvWriter csv, string[] fields, CancellationToken cancellationToken)
    {
        foreach (var field in fields)
            csv.WriteField(field);
        await csv.EndRecordAsync(cancellationToken);
    }
}

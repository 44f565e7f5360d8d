using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Tables;
using Antenna.PostProcessing.Tasks;
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
        await using var table = new TableWriter(stream, Header);
        foreach (var line in log)
            await WriteAsync(table, line.At, line.Level, line.Message, cancellationToken);
        foreach (var outcome in task.Outcomes.Where(outcome => run.Listed.ContainsKey(outcome.Key)))
        {
            var listed = RunSummary.Listed(task, outcome, run.Run.Progress.Counters[outcome.Key], run.Listed[outcome.Key]);
            await WriteAsync(table, null, RunLogLevel.Warning, listed, cancellationToken);
        }

        await table.FlushAsync(cancellationToken);
    }

    private static async Task WriteAsync(TableWriter table, DateTime? at, RunLogLevel level, string message, CancellationToken cancellationToken)
    {
        table.Moment(at);
        table.Text(level.ToString());
        table.Text(message);
        await table.EndRowAsync(cancellationToken);
    }
}

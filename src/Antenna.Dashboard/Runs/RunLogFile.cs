using System.Globalization;
using System.Text.Json;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Tables;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Runs;

/// <summary>The whole log of a run as a table, with what it counted and does not list line by line.</summary>
/// <param name="run">The run, with all of its log.</param>
/// <param name="task">What it is a run of.</param>
internal sealed class RunLogFile(RunDetails run, IRunTask task)
{
    /// <summary>What the file is called.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"run-{run.Run.Id}-log.csv");

    /// <summary>Reads the log of a run; null where there is no such run.</summary>
    public static async Task<RunLogFile?> ReadAsync(long runId, RunHistory history, PostProcessingTasks tasks, CancellationToken cancellationToken) =>
        await history.FindWithLogAsync(runId, cancellationToken) is { } run ? new(run, tasks.Get(run.Run.Task)) : null;

    /// <summary>Writes it.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    /// <returns>How many rows it has.</returns>
    public async Task<long> WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var table = new TableWriter(stream, OwnTables.RunLog, forSpreadsheets: true);
        foreach (var line in run.Log)
            await WriteAsync(table, line.At, line.Level, line.Message, line.Data, cancellationToken);
        foreach (var outcome in task.Outcomes.Where(outcome => run.Listed.ContainsKey(outcome.Key)))
        {
            var listed = RunSummary.Listed(task, outcome, run.Run.Progress.Counters[outcome.Key], run.Listed[outcome.Key]);
            await WriteAsync(table, null, RunLogLevel.Warning, listed, DataOf(outcome.Key), cancellationToken);
        }

        await table.FlushAsync(cancellationToken);
        return table.Rows;
    }

    /// <summary>The outcome, its rows and the first of their ids, as a line's data is stored.</summary>
    private string DataOf(string outcome) => JsonSerializer.Serialize(
        new { outcome, rows = run.Run.Progress.Counters[outcome], ids = run.Listed[outcome] });

    private static async Task WriteAsync(
        TableWriter table, DateTime? at, RunLogLevel level, string message, string? data, CancellationToken cancellationToken)
    {
        table.Moment(at);
        table.Text(level.ToString());
        table.Text(message);
        table.Text(data);
        await table.EndRowAsync(cancellationToken);
    }
}

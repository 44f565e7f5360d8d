using System.Globalization;
using Antenna.Dashboard.Runs;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.CommandLine;

/// <summary>The line of progress of one run: how far it is and how fast, or what it waits for.</summary>
internal sealed class RunLine(IProgressLine line, RunPace pace)
{
    private double? _done;
    private DatabaseWait? _wait;

    /// <summary>Shows the run as it was read.</summary>
    /// <param name="wait">What it waits for; null where it does not wait.</param>
    public void Show(RunSnapshot run, DatabaseWait? wait)
    {
        pace.See(run);
        if (run.Total is not { } total)
        {
            Show(null, wait, run.WaitsForRunId is { } before ? $"waits for run {before}" : run.State is RunState.Queued ? "waiting for its turn" : "counting rows");
            return;
        }

        var rate = pace.RowsPerSecond is { } rows && wait is null ? $", {CommandOutput.Count((long)rows)} rows/s" : "";
        var left = run.IsUnderWay && wait is null && pace.TimeLeft is { } time ? $", {time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)} left" : "";
        Show(
            total == 0 ? 1 : Math.Min(1, (double)run.Counters.Checked / total),
            wait,
            $"{CommandOutput.Count(run.Counters.Checked)} of {CommandOutput.Count(total)} rows{rate}{left}");
    }

    /// <summary>Shows why the run cannot be read; how far it was stays.</summary>
    public void Show(DatabaseWait wait) => Show(_done, wait, status: null);

    private void Show(double? done, DatabaseWait? wait, string? status)
    {
        var isNews = wait is not null && wait != _wait;
        (_done, _wait) = (done, wait);
        line.Show(done, string.Join(". ", new[] { status, wait is null ? null : RunWaitText.Sentence(wait) }.Where(text => text is not null)), isNews);
    }
}

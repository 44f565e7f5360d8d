using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Npgsql;
using Spectre.Console;

namespace Antenna.Dashboard.CommandLine;

/// <summary>Follows runs to their end, on a progress bar where there is a terminal and in a few lines where there is none.</summary>
internal sealed class RunFollower(RunFeed feed, NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>How the runs ended, in their order.</summary>
    public async Task<IReadOnlyList<RunSnapshot>> FollowAsync(
        IReadOnlyList<LaunchedRun> runs, CommandOutput output, CancellationToken cancellationToken)
    {
        if (!output.Progress.Profile.Capabilities.Interactive)
            return await FollowAsync(runs, (_, _) => { }, cancellationToken);

        return await output.Progress.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bars = runs.ToDictionary(run => run.RunId, run => progress.AddTask($"Run {run.RunId}", maxValue: 1));
                return await FollowAsync(runs, (snapshot, pace) => Show(bars[snapshot.RunId], snapshot, pace), cancellationToken);
            });
    }

    private static void Show(ProgressTask bar, RunSnapshot snapshot, RunPace pace)
    {
        var rate = pace.RowsPerSecond is { } rows ? $", {CommandOutput.Count((long)rows)} rows/s" : "";
        bar.Description = Markup.Escape(
            $"Run {snapshot.RunId}: {CommandOutput.Count(snapshot.Counters.Checked)} of {CommandOutput.Count(snapshot.Total ?? 0)} rows{rate}");
        bar.MaxValue = Math.Max(1, snapshot.Total ?? 1);
        bar.Value = snapshot.IsUnderWay ? snapshot.Counters.Checked : bar.MaxValue;
    }

    private async Task<IReadOnlyList<RunSnapshot>> FollowAsync(
        IReadOnlyList<LaunchedRun> runs, Action<RunSnapshot, RunPace> show, CancellationToken cancellationToken)
    {
        using var changed = new SemaphoreSlim(1);
        using var subscription = feed.Subscribe(null, () => changed.Release());
        var paces = runs.ToDictionary(run => run.RunId, _ => new RunPace(time));
        while (true)
        {
            await changed.WaitAsync(cancellationToken);
            var snapshots = new List<RunSnapshot>();
            foreach (var run in runs)
            {
                var snapshot = (await RunSnapshot.ReadAsync(dataSource, run.RunId, cancellationToken))!;
                paces[run.RunId].See(snapshot);
                show(snapshot, paces[run.RunId]);
                snapshots.Add(snapshot);
            }

            if (snapshots.TrueForAll(snapshot => !snapshot.IsUnderWay))
                return snapshots;
        }
    }
}

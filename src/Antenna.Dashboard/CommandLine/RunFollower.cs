using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Antenna.Dashboard.Hosting;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Runs;
using Npgsql;
using Quartz;

namespace Antenna.Dashboard.CommandLine;

/// <summary>Follows runs to their end, whichever process executes them, and shows how they go.</summary>
internal sealed class RunFollower(
    NewsSubscriptions news, NpgsqlDataSource dataSource, DatabaseSession database, ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>
    /// How often to look even if nothing was announced: an announcement is lost with the connection that would have
    /// brought it, and a server that is gone announces nothing.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait for a database that went away: as long as a run waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Whether a server executes the runs, and this process only follows.</summary>
    public bool ServerExecutes { get; private set; } = database.BesideServer;

    /// <summary>How the runs ended, in their order.</summary>
    /// <exception cref="NpgsqlException">The database went away and stayed away.</exception>
    public Task<IReadOnlyList<RunSnapshot>> FollowAsync(
        IReadOnlyList<LaunchedRun> runs, CommandOutput output, CancellationToken cancellationToken) =>
        new ProgressDisplay(output, time).ShowAsync(show =>
        {
            var shown = runs.ToDictionary(run => run.RunId, run => (Line: show($"Run {run.RunId}"), Pace: new RunPace(time)));
            return FollowAsync(
                [.. runs.Select(run => run.RunId)],
                snapshot => Show(snapshot, shown[snapshot.RunId].Line, shown[snapshot.RunId].Pace),
                output,
                cancellationToken);
        });

    private static void Show(RunSnapshot run, IProgressLine line, RunPace pace)
    {
        pace.See(run);
        if (run.Total is not { } total)
        {
            line.Show(null, run.State is RunState.Queued ? "waiting for its turn" : "counting rows");
            return;
        }

        var rate = pace.RowsPerSecond is { } rows ? $", {CommandOutput.Count((long)rows)} rows/s" : "";
        var left = run.IsUnderWay && pace.TimeLeft is { } time ? $", {time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)} left" : "";
        line.Show(
            total == 0 ? 1 : Math.Min(1, (double)run.Counters.Checked / total),
            $"{CommandOutput.Count(run.Counters.Checked)} of {CommandOutput.Count(total)} rows{rate}{left}");
    }

    private async Task<IReadOnlyList<RunSnapshot>> FollowAsync(
        IReadOnlyList<long> runIds, Action<RunSnapshot> show, CommandOutput output, CancellationToken cancellationToken)
    {
        // One place: however many changes come while the runs are being read, they are read once more.
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var latest = new ConcurrentDictionary<long, RunSnapshot>();
        using var subscription = news.Subscribe(change => runIds.Any(id => change.Is(NewsSubject.Run, id)), item =>
        {
            if (item.Run is { } run)
                latest[run.Id] = run.Progress;
            changed.Writer.TryWrite(true);
        });
        await using var timer = time.CreateTimer(_ => changed.Writer.TryWrite(true), null, TimeSpan.Zero, Interval);

        var answeredAt = time.GetTimestamp();
        await foreach (var _ in changed.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                var runs = await ReadAsync(runIds, latest, cancellationToken);
                runs.ForEach(show);
                if (runs.TrueForAll(run => !run.IsUnderWay))
                    return runs;
                await TakeOverAsync(output, cancellationToken);
                answeredAt = time.GetTimestamp();
            }
            catch (Exception exception) when (DatabaseTrouble.Passes(exception) && time.GetElapsedTime(answeredAt) < Patience)
            {
                // The database is away: the run waits for it too, and the timer asks again.
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>How the runs stand: as the news brought it, and read where they brought nothing.</summary>
    private async Task<List<RunSnapshot>> ReadAsync(
        IReadOnlyList<long> runIds, ConcurrentDictionary<long, RunSnapshot> latest, CancellationToken cancellationToken)
    {
        var runs = new List<RunSnapshot>();
        foreach (var runId in runIds)
        {
            runs.Add((latest.TryRemove(runId, out var told) ? told : null) ?? await RunSnapshot.ReadAsync(dataSource, runId, cancellationToken)
                ?? throw new CommandRefusedException($"Run {runId} is gone: its project was removed."));
        }

        return runs;
    }

    /// <summary>Executes the runs here when the server that was to do it is gone: nobody else would.</summary>
    private async Task TakeOverAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (!ServerExecutes || database.ServerRuns)
            return;
        ServerExecutes = false;
        output.Note("The server has stopped; this command goes on with the run.");
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.Start(cancellationToken);
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Antenna.Dashboard.Hosting;
using Antenna.Data.Database;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Runs;
using Npgsql;
using Quartz;

namespace Antenna.Dashboard.CommandLine;

/// <summary>Follows runs to their end, whichever process executes them, and shows how they go.</summary>
internal sealed class RunFollower(
    NewsSubscriptions news, RunWaits waits, NpgsqlDataSource dataSource, DatabaseSession database, ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>
    /// How often to look even if nothing was announced: an announcement is lost with the connection that would have
    /// brought it, and a server that is gone announces nothing.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long to retry after errors of the database: as long as a run does.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Whether a server executes the runs, and this process only follows.</summary>
    public bool ServerExecutes { get; private set; } = database.SharesWithServer;

    /// <summary>How the runs ended, in their order.</summary>
    /// <exception cref="NpgsqlException">The database went away and stayed away.</exception>
    public Task<IReadOnlyList<RunSnapshot>> FollowAsync(
        IReadOnlyList<LaunchedRun> runs, CommandOutput output, CancellationToken cancellationToken) =>
        new ProgressDisplay(output, time).ShowAsync(show =>
        {
            var lines = runs.ToDictionary(run => run.RunId, run => new RunLine(show($"Run {run.RunId}"), new(time)));
            return FollowAsync(lines, output, cancellationToken);
        });

    private async Task<IReadOnlyList<RunSnapshot>> FollowAsync(
        IReadOnlyDictionary<long, RunLine> lines, CommandOutput output, CancellationToken cancellationToken)
    {
        // One place: however many changes come while the runs are being read, they are read once more.
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var latest = new ConcurrentDictionary<long, RunSnapshot>();
        using var subscription = news.Subscribe(change => lines.Keys.Any(id => change.Is(NewsSubject.Run, id)), item =>
        {
            if (item.Run is { } run)
                latest[run.Id] = run.Progress;
            changed.Writer.TryWrite(true);
        });
        await using var timer = time.CreateTimer(_ => changed.Writer.TryWrite(true), null, TimeSpan.Zero, Interval);

        DateTimeOffset? failingSince = null;
        await foreach (var _ in changed.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                var runs = await ReadAsync(lines.Keys, latest, cancellationToken);
                runs.ForEach(run => lines[run.RunId].Show(run, waits.Find(run.RunId) ?? run.Wait));
                if (runs.TrueForAll(run => !run.IsUnderWay))
                    return runs;
                await TakeOverAsync(output, cancellationToken);
                failingSince = null;
            }
            catch (Exception exception) when (DatabaseError.IsTransientError(exception) && !IsOver(failingSince))
            {
                // The run retries, too; the timer asks again.
                failingSince ??= time.GetUtcNow();
                foreach (var line in lines.Values)
                    line.Show(new DatabaseWait(DatabaseError.Of(exception)!.Kind, failingSince.Value.UtcDateTime));
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private bool IsOver(DateTimeOffset? failingSince) => time.GetUtcNow() - failingSince >= Timeout;

    /// <summary>How the runs stand: as the news brought it, and read where they brought nothing.</summary>
    private async Task<List<RunSnapshot>> ReadAsync(
        IEnumerable<long> runIds, ConcurrentDictionary<long, RunSnapshot> latest, CancellationToken cancellationToken)
    {
        var runs = new List<RunSnapshot>();
        foreach (var runId in runIds)
        {
            runs.Add((latest.TryRemove(runId, out var told) ? told : null) ?? await RunSnapshot.ReadAsync(dataSource, runId, cancellationToken)
                ?? throw new CommandRefusedException($"Run {runId} is gone: its project was removed."));
        }

        return runs;
    }

    /// <summary>Executes the runs here when the server that was to do it is gone: no other process would.</summary>
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

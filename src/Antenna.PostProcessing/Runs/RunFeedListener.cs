using Antenna.Data.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>Passes on to the feed what any process announces on the database.</summary>
internal sealed partial class RunFeedListener(
    NpgsqlDataSource dataSource, RunFeed feed, TimeProvider time, ILogger<RunFeedListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var runId in RunAnnouncements.ListenAsync(dataSource, stoppingToken))
                    feed.Publish(runId);
            }
            catch (NpgsqlException exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(exception);

                // The database is away: not asking for it more than once a second is all the delay is for.
                await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Lost the connection that listens for changes of runs; trying again.")]
    private partial void LogLost(Exception exception);
}

using Antenna.Data.News;
using Antenna.PostProcessing.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Feeds;

/// <summary>Passes on to the feeds what any process announces on the database.</summary>
internal sealed partial class FeedListener(
    NpgsqlDataSource dataSource, RunFeed runs, OccurrenceFeed occurrences, TimeProvider time, ILogger<FeedListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var announcement in Announcements.ListenAsync(dataSource, stoppingToken))
                    Publish(announcement);
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

    private void Publish(Announcement? announcement)
    {
        if (announcement is not { Kind: AnnouncedKind.Occurrence })
            runs.Publish(announcement?.Id);
        if (announcement is not { Kind: AnnouncedKind.Run })
            occurrences.Publish(announcement?.Id);
    }

    [LoggerMessage(LogLevel.Warning, "Lost the connection that listens for changes; trying again.")]
    private partial void LogLost(Exception exception);
}

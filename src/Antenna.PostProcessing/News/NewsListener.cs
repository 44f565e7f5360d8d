using Antenna.Data.Database;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.News;

/// <summary>
/// Listens to what any process announces on the database, for as long as this one lives: whatever ends the listening is
/// logged, and after a pause it begins again and catches up.
/// </summary>
internal sealed partial class NewsListener(
    NpgsqlDataSource dataSource,
    DatabaseAvailability availability,
    NewsSubscriptions subscriptions,
    RunHistory runs,
    TimeProvider time,
    ILogger<NewsListener> logger) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>So long that a database that stays away is not connected to all the time, and news are back soon after it.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var reader = new NewsReader(subscriptions, runs, time, logger);
        try
        {
            var failures = 0;
            while (true)
            {
                failures = await ListenAsync(reader, stoppingToken) ? 1 : failures + 1;
                var pause = PauseAfter(failures);
                LogPause(pause);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>250 ms after the first failure, twice as long after each that follows it, and at most 5 s.</summary>
    private static TimeSpan PauseAfter(int failures)
    {
        var pause = ShortestPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <returns>Whether it listened at all before something ended it.</returns>
    private async Task<bool> ListenAsync(NewsReader reader, CancellationToken stoppingToken)
    {
        var hasListened = false;
        try
        {
            await foreach (var payload in Announcements.ListenAsync(dataSource, stoppingToken))
            {
                hasListened = true;
                Receive(reader, payload);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            LogConnectionLost(exception);
            availability.ReportError(exception);
        }

        return hasListened;
    }

    private void Receive(NewsReader reader, string? payload)
    {
        if (payload is null)
        {
            availability.ReportAvailable();
            reader.CatchUp();
            LogListening();
        }
        else if (Announcement.Parse(payload) is { } change)
            reader.Receive(change);
        else
            LogUnknown(payload);
    }

    [LoggerMessage(EventId = 2120, Level = LogLevel.Information, Message = "Listening for changes")]
    private partial void LogListening();

    [LoggerMessage(EventId = 2121, Level = LogLevel.Warning, Message = "The listening for changes has ended")]
    private partial void LogConnectionLost(Exception exception);

    [LoggerMessage(EventId = 2123, Level = LogLevel.Information, Message = "The listening for changes begins again in {Pause}")]
    private partial void LogPause(TimeSpan pause);

    [LoggerMessage(EventId = 2122, Level = LogLevel.Warning, Message = "Ignored the announcement {Payload}, which this version does not know")]
    private partial void LogUnknown(string payload);
}

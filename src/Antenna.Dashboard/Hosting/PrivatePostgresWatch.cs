using Antenna.Data.Postgres;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// Keeps the private PostgreSQL running for as long as this process does: nothing else would start it again when it has been
/// killed, by the machine that ran out of memory or by mistake. What was under way waits for it.
/// </summary>
internal sealed partial class PrivatePostgresWatch(DatabaseSession database, TimeProvider time, ILogger<PrivatePostgresWatch> logger) : BackgroundService
{
    /// <summary>PostgreSQL may be another process's child, whose end nobody is told of. A look costs the reading of a line or two.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What kept it from starting once, a full disk for one, does not pass in a second.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await Task.Delay(await CheckAsync(stoppingToken), time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A process that stops leaves PostgreSQL to the others, or stops it as the last one.
        }
    }

    /// <returns>How long to wait before the next look.</returns>
    private async Task<TimeSpan> CheckAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await database.RestartIfStoppedAsync(stoppingToken))
                LogStartedAgain();
            return Interval;
        }
        catch (Exception exception) when (exception is PrivatePostgresException or IOException or UnauthorizedAccessException)
        {
            LogNotStarted(exception);
            return AfterFailure;
        }
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "The private PostgreSQL was gone, and has been started again")]
    private partial void LogStartedAgain();

    [LoggerMessage(EventId = 3202, Level = LogLevel.Error, Message = "The private PostgreSQL is gone, and cannot be started again")]
    private partial void LogNotStarted(Exception exception);
}

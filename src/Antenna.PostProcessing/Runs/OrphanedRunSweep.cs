using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>Looks for orphaned runs every minute, on every node that executes runs.</summary>
internal sealed partial class OrphanedRunSweep(OrphanedRuns orphaned, TimeProvider time, ILogger<OrphanedRunSweep> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is stopping. Not let out: where a host is only disposed of, it would take this for a failure.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await orphaned.FailAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or SchedulerException)
        {
            // The next sweep finds them as well.
            LogMissed(exception);
        }
    }

    [LoggerMessage(EventId = 2211, Level = LogLevel.Warning, Message = "Could not look for orphaned runs")]
    private partial void LogMissed(Exception exception);
}

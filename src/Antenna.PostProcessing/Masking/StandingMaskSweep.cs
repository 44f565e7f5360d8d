using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Launches, on every node that executes runs, what standing masks owe to imports whose process ended before it had launched
/// it: at the start and every minute.
/// </summary>
internal sealed partial class StandingMaskSweep(StandingMaskLauncher launcher, TimeProvider time, ILogger<StandingMaskSweep> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is stopping.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await launcher.LaunchOwedAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or SchedulerException)
        {
            // The next sweep finds them as well.
            LogMissed(exception);
        }
    }

    [LoggerMessage(EventId = 2261, Level = LogLevel.Warning, Message = "Could not launch what standing masks owe to imports")]
    private partial void LogMissed(Exception exception);
}

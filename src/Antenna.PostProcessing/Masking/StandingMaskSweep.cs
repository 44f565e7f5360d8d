using Antenna.PostProcessing.Hosting;
using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Launches, on every node that executes runs, what standing masks owe to imports whose process ended before it had launched
/// it: at the start and every minute.
/// </summary>
internal sealed partial class StandingMaskSweep(StandingMaskLauncher launcher, TimeProvider time, ILogger<StandingMaskSweep> logger) : PeriodicWork(Interval, time)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override bool AtStart => true;

    protected override Task DoAsync(CancellationToken stoppingToken) => launcher.LaunchOwedAsync(stoppingToken);

    [LoggerMessage(EventId = 2261, Level = LogLevel.Warning, Message = "Could not launch what standing masks owe to imports")]
    protected override partial void LogMissed(Exception exception);
}

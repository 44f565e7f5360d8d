using Antenna.PostProcessing.Hosting;
using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.Runs;

/// <summary>Looks for orphaned runs every minute, on every node that executes runs.</summary>
internal sealed partial class OrphanedRunSweep(OrphanedRuns orphaned, TimeProvider time, ILogger<OrphanedRunSweep> logger) : PeriodicWork(Interval, time)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override Task DoAsync(CancellationToken stoppingToken) => orphaned.FailAsync(stoppingToken);

    [LoggerMessage(EventId = 2211, Level = LogLevel.Warning, Message = "Could not look for orphaned runs")]
    protected override partial void LogMissed(Exception exception);
}

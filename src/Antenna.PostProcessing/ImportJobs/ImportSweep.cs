using Antenna.PostProcessing.Hosting;
using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>Looks for orphaned imports every minute, on every node that executes imports.</summary>
internal sealed partial class ImportSweep(OrphanedImports orphaned, TimeProvider time, ILogger<ImportSweep> logger) : PeriodicWork(Interval, time)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override Task DoAsync(CancellationToken stoppingToken) => orphaned.EndAsync(stoppingToken);

    [LoggerMessage(EventId = 2311, Level = LogLevel.Warning, Message = "Could not look for orphaned imports")]
    protected override partial void LogMissed(Exception exception);
}

using Antenna.Data.ImportJobs;
using Antenna.PostProcessing.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>
/// Fails, on every node, the imports of commands whose process is gone: their transaction is undone with it, and nobody takes
/// them up.
/// </summary>
internal sealed partial class ImportSweep(NpgsqlDataSource dataSource, TimeProvider time, ILogger<ImportSweep> logger) : PeriodicWork(Interval, time)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const string Gone = "The command that imported was ended before it was done. Nothing of it was written; import again.";

    protected override Task DoAsync(CancellationToken stoppingToken)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        return ImportRecords.FailOrphanedAsync(dataSource, now - Interval, Gone, now, stoppingToken);
    }

    [LoggerMessage(EventId = 2311, Level = LogLevel.Warning, Message = "Could not look for imports whose command is gone")]
    protected override partial void LogMissed(Exception exception);
}

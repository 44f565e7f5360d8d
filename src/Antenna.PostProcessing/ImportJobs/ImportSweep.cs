using Antenna.Data.ImportJobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>
/// Fails, on every node, the imports of commands whose process is gone: their transaction is undone with it, and nobody takes
/// them up.
/// </summary>
internal sealed partial class ImportSweep(NpgsqlDataSource dataSource, TimeProvider time, ILogger<ImportSweep> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const string Gone = "The command that imported was ended before it was done. Nothing of it was written; import again.";

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
            // The node is stopping.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        try
        {
            await ImportRecords.FailOrphanedAsync(dataSource, now - Interval, Gone, now, stoppingToken);
        }
        catch (NpgsqlException exception)
        {
            // The next sweep finds them as well.
            LogMissed(exception);
        }
    }

    [LoggerMessage(EventId = 2311, Level = LogLevel.Warning, Message = "Could not look for imports whose command is gone")]
    private partial void LogMissed(Exception exception);
}

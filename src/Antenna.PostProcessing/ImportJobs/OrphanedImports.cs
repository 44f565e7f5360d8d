using System.Globalization;
using Antenna.Data.ImportJobs;
using Antenna.PostProcessing.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>
/// Ends orphaned imports, which wrote nothing and which nobody takes up: those of commands whose process is gone, those that were
/// being canceled when theirs went, and those of nodes that are not in the schedule any more, as after an outage of the database in
/// which no end could be recorded.
/// </summary>
public sealed partial class OrphanedImports(
    NpgsqlDataSource dataSource, ISchedulerFactory schedulers, TimeProvider time, ILogger<OrphanedImports> logger)
{
    /// <summary>How long the process of a command, or of an import that is being canceled, may be without a heartbeat; sixty of them.</summary>
    public static readonly TimeSpan ProcessTimeout = TimeSpan.FromMinutes(1);

    /// <summary>How long an import that is not in the schedule may be without a heartbeat.</summary>
    public static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromMinutes(10);

    private const string Gone = "The command that imported was ended before it was done. Nothing of it was written; import again.";

    /// <summary>Ends them, each with what was known of it.</summary>
    /// <returns>The ids of the imports that were ended.</returns>
    public async Task<IReadOnlyList<long>> EndAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var ended = new List<long>(await ImportRecords.EndOrphanedAsync(dataSource, now - ProcessTimeout, Gone, now, cancellationToken));
        var unattended = await ImportRecords.FindUnattendedAsync(dataSource, now - HeartbeatTimeout, cancellationToken);
        if (unattended.Count == 0)
            return ended;

        var scheduled = (await ScheduledInputs.ReadAsync<ImportJob, ImportJobInput>(schedulers, cancellationToken)).Select(input => input.ImportId).ToHashSet();
        foreach (var import in unattended.Where(import => !scheduled.Contains(import.ImportId)))
        {
            if (!await ImportRecords.FailUnattendedAsync(dataSource, import, now - HeartbeatTimeout, ReasonOf(import), now, cancellationToken))
                continue;
            LogOrphaned(import.ImportId, import.Node ?? "no node", import.LastHeartbeat);
            ended.Add(import.ImportId);
        }

        return ended;
    }

    private static string ReasonOf(UnattendedImport import)
    {
        var heartbeat = import.Node is { } node ? $"Its node ({node}) gave its last heartbeat at" : "No node has given a heartbeat since";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{heartbeat} {import.LastHeartbeat:yyyy-MM-dd HH:mm} UTC, and none is going to take it up. Nothing of it was written; import again.");
    }

    [LoggerMessage(EventId = 2321, Level = LogLevel.Error, Message = "Import {ImportId} is orphaned: the last heartbeat, of {Node}, is of {LastHeartbeat:u}")]
    private partial void LogOrphaned(long importId, string node, DateTime lastHeartbeat);
}

using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>
/// The one way to start and cancel imports that nodes execute. An import's row, its files and its schedule are one transaction:
/// none is without the others, and any node finds all that it needs in the database.
/// </summary>
public sealed class ImportLauncher(NpgsqlDataSource dataSource, ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>Ten heartbeats: a process without a heartbeat for longer is not waited for.</summary>
    internal static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Records an import and schedules it.</summary>
    /// <param name="files">Paths of the files, or of the folder, that were sent, by whose names the order calls them; none where it names a path.</param>
    /// <returns>The import's id.</returns>
    public async Task<long> LaunchAsync(ImportOrder order, IReadOnlyList<string> files, Person person, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        using var enlisted = scheduler.EnlistTransaction(transaction);
        var id = await ImportRecords.CreateAsync(connection, order, person.Id, isScheduled: true, time.GetUtcNow().UtcDateTime, cancellationToken);
        if (files.Count > 0)
            await StagedFiles.StoreAsync(connection, id, files, cancellationToken);
        await scheduler.ScheduleJob<ImportJob, ImportJobInput>(
            new(id),
            time.GetUtcNow(),
            new OneOffJobOptions { Name = $"import-{id}", ExecutionGroup = ImportJob.Group, RequestRecovery = true },
            cancellationToken);

        // Inside the enlistment: Quartz signals its scheduling thread when the scope ends, and must find the trigger then.
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Cancels an import; nothing of it is written then.</summary>
    /// <returns>The state now; null where it had ended before.</returns>
    public Task<ImportState?> CancelAsync(long importId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return ImportRecords.CancelAsync(dataSource, importId, now - HeartbeatTimeout, now, cancellationToken);
    }
}

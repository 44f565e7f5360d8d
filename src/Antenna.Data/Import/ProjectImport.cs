using Npgsql;

namespace Antenna.Data.Import;

/// <summary>
/// An import into a project: what all projects share is written before, the rest in one transaction with whatever else belongs into it.
/// </summary>
/// <param name="project">Its name, which is trimmed.</param>
/// <param name="onCommit">What else the transaction writes once all of the import is there; null for nothing.</param>
internal sealed class ProjectImport(NpgsqlDataSource dataSource, TimeProvider time, string project, ImportMode mode, ImportCompletion? onCommit)
{
    /// <summary>Runs an import, which gets the connection of the transaction, the shared rows, and the time that counts as now.</summary>
    /// <param name="started">The time stamp that <see cref="ImportReport.Elapsed"/> counts from.</param>
    /// <param name="progress">Receives what the import waits for.</param>
    public Task<TReport> RunAsync<TReport>(
        long started, IProgress<ImportProgress>? progress, Func<NpgsqlConnection, SharedRows, DateTime, Task<TReport>> import, CancellationToken cancellationToken)
        where TReport : ImportReport
    {
        var target = ImportLock.Project(project.Trim());
        return SharedRows.UseAsync(
            dataSource, target, mode,
            shared => new ImportTransaction(dataSource, time, progress).RunAsync(
                target, mode,
                async (connection, _) => await import(connection, shared, time.GetUtcNow().UtcDateTime) with { Elapsed = time.GetElapsedTime(started) },
                cancellationToken,
                (connection, report) => onCommit?.Invoke(connection, report, cancellationToken) ?? Task.CompletedTask));
    }

    /// <summary>Refuses names that are missing or too long.</summary>
    /// <param name="captureSet">Of the set that the import makes; null where it makes none.</param>
    public static void CheckNames(string project, string? captureSet)
    {
        if (string.IsNullOrWhiteSpace(project))
            throw new ImportRefusedException("The project has no name; give one.");
        if (captureSet is not null && string.IsNullOrWhiteSpace(captureSet))
            throw new ImportRefusedException("The capture set has no name; give one.");
        IndexedText.Check(project, "The project's name");
        if (captureSet is not null)
            IndexedText.Check(captureSet, "The capture set's name");
    }
}

using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>
/// The life of an import in one process, from the claim to its end. What it writes and the record that it did are one
/// transaction: killed at any instant it has done all or nothing, and whoever takes it up next begins again or finds it done.
/// </summary>
public sealed partial class ImportExecutor(
    NpgsqlDataSource dataSource, ImportDispatch dispatch, IEnumerable<IImportFollower> followers, ImportWaits waits, TimeProvider time, ILogger<ImportExecutor> logger)
{
    /// <summary>How long an import tries again after transient errors of the database before it fails.</summary>
    public static readonly TimeSpan RetryTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How the names begin of the folders that files are fetched to, in the one for temporary files.</summary>
    public const string FolderPrefix = "antenna-import-";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Executes an import that was scheduled.</summary>
    /// <exception cref="OperationCanceledException">This node is shutting down; the import is to be recovered.</exception>
    public async Task ExecuteAsync(long importId, CancellationToken cancellationToken)
    {
        var claimed = await RetryAsync(
            token => ImportRecords.ClaimAsync(dataSource, importId, NodeMonitor.Name, Now, token), RetryTimeout, heartbeat: null, cancellationToken);
        if (claimed is null)
            return;
        try
        {
            await WorkAsync(claimed, ImportListener.None, also: null, RetryTimeout, cancellationToken);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever form it takes, what comes of stopping the node is no failure of the import.
            throw new OperationCanceledException("The node is stopping.", exception, cancellationToken);
        }
        catch (Exception exception)
        {
            // It is recorded: the row says why, and the schedule has nothing more to do.
            LogEnded(importId, claimed.Claim.Attempt, exception.Message);
        }
    }

    /// <summary>Executes an import in this process alone, as a command does, and records it as any other.</summary>
    /// <param name="listener">Is given what the command shows beside the report; it has no part in the transaction.</param>
    /// <param name="also">Hears of the progress.</param>
    /// <returns>What it did, with what it led to.</returns>
    /// <exception cref="ImportRefusedException">Something is wrong with the order or a file; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">It was canceled, here or from a page; nothing was written.</exception>
    public async Task<ImportReport> ExecuteHereAsync(
        ImportOrder order, Person person, ImportListener listener, IProgress<ImportProgress>? also, CancellationToken cancellationToken)
    {
        long id;
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
            id = await ImportRecords.CreateAsync(connection, order, person.Id, isScheduled: false, Now, cancellationToken);
        var claimed = await ImportRecords.ClaimAsync(dataSource, id, NodeMonitor.Name, Now, cancellationToken)
            ?? throw new OperationCanceledException("The import was cancelled from a page.");
        try
        {
            // Who typed the command sees at once that the database is away. The order is the caller's own, which may have a secret
            // that is no part of the record.
            return await WorkAsync(claimed with { Order = order }, listener, also, TimeSpan.Zero, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(claimed.Claim, reason: null, lines: null);
            throw;
        }
    }

    private async Task<ImportReport> WorkAsync(
        ClaimedImport claimed, ImportListener listener, IProgress<ImportProgress>? also, TimeSpan retrying, CancellationToken cancellationToken)
    {
        var claim = claimed.Claim;
        await using var heartbeat = new ImportHeartbeat(dataSource, claim, waits, time, also);
        await using var lines = claimed.Order.Kind is ImportKind.TaxaList ? new MatchedLineLog() : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, heartbeat.Stopped);
        try
        {
            using var folder = new TemporaryFolder($"{FolderPrefix}{claim.ImportId}-");
            await RetryAsync(token => FetchAsync(claimed, folder.Path, token), retrying, heartbeat, stop.Token);
            var report = await RetryAsync(
                token => dispatch.RunAsync(claimed.Order, folder.Path, ImportMode.Write, ListenerOf(listener, lines, CompleteAsync), heartbeat, token), retrying, heartbeat, stop.Token);
            foreach (var follower in followers)
                report = await follower.FollowAsync(report, cancellationToken);
            return report;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await heartbeat.EndAsync();
            var wasCanceled = heartbeat.IsCanceled;
            if (!heartbeat.IsStale && exception is not StaleImportClaimException)
                await EndAsync(claim, wasCanceled ? null : ReasonOf(exception, claim.ImportId), !wasCanceled && exception is NothingMatchedException ? lines : null);
            throw wasCanceled ? new OperationCanceledException("The import was cancelled.", exception) : Rethrown(exception);
        }

        async Task CompleteAsync(NpgsqlConnection connection, ImportReport report, CancellationToken token)
        {
            await heartbeat.EndAsync();
            await ImportRecords.SucceedAsync(connection, claim, report, lines, Now, token);
        }
    }

    /// <summary>Keeps the lines of one try, without those of the try before it.</summary>
    private static ImportListener ListenerOf(
        ImportListener listener, MatchedLineLog? lines, ImportCompletion complete)
    {
        lines?.Clear();
        return listener with
        {
            OnCommit = complete,
            OnLine = lines is null ? null : Both(lines.AddAsync, listener.OnLine),
            OnLineWithoutName = lines is null ? null : Both(lines.AddWithoutNameAsync, listener.OnLineWithoutName),
        };
    }

    private async Task<bool> FetchAsync(ClaimedImport claimed, string folder, CancellationToken cancellationToken)
    {
        foreach (var left in Directory.EnumerateFiles(folder))
            File.Delete(left);
        foreach (var left in Directory.EnumerateDirectories(folder))
            Directory.Delete(left, recursive: true);
        if (claimed.Order.Files.Count > 0)
            await StagedFiles.FetchAsync(dataSource, claimed.Claim.ImportId, folder, cancellationToken);
        return true;
    }

    /// <summary>Records an end; where the database is away for good, the row stays, and is canceled or taken up by others.</summary>
    private async Task EndAsync(ImportClaim claim, string? reason, MatchedLineLog? lines)
    {
        try
        {
            // Whatever ended it is not to keep it from being recorded.
            await ImportRecords.EndAsync(dataSource, claim, reason, lines, Now, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            LogNotRecorded(claim.ImportId, exception);
        }
    }

    private string ReasonOf(Exception exception, long importId)
    {
        switch (exception)
        {
            case ImportRefusedException refused:
                return string.Join('\n', refused.Problems);
            case IOException error when DiskErrors.IsFull(error):
                return "The disk of the server is full. Free space on it, and import again.";
            case var _ when DatabaseError.Of(exception) is { IsTransient: true } failed:
                return $"{DatabaseErrorText.What(failed.Kind)}. {DatabaseErrorText.Advice(failed.Kind)}, and import again.";
            default:
                LogUnexpected(importId, exception);
                return "The product did not expect this error, and wrote it to the server's log; please report it.";
        }
    }

    private async Task<T> RetryAsync<T>(
        Func<CancellationToken, Task<T>> operation, TimeSpan timeout, ImportHeartbeat? heartbeat, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        DatabaseWait? wait = null;
        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await operation(cancellationToken);
            }
            catch (Exception exception) when (
                !cancellationToken.IsCancellationRequested && DatabaseError.IsTransientError(exception) && time.GetElapsedTime(began) < timeout)
            {
                // What it tried again in vain, it has been waiting for since the first time.
                var kind = DatabaseError.Of(exception)!.Kind;
                wait = wait?.Kind == kind ? wait : new(kind, Now);
                heartbeat?.Wait(wait);
                LogRetry(pause, exception);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private static Func<T, CancellationToken, ValueTask> Both<T>(Func<T, CancellationToken, ValueTask> first, Func<T, CancellationToken, ValueTask>? second) =>
        second is null
            ? first
            : async (value, cancellationToken) =>
            {
                await first(value, cancellationToken);
                await second(value, cancellationToken);
            };

    private static Exception Rethrown(Exception exception)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        return exception;
    }

    [LoggerMessage(EventId = 2301, Level = LogLevel.Information, Message = "Import {ImportId}, attempt {Attempt}, ended and wrote nothing: {Reason}")]
    private partial void LogEnded(long importId, int attempt, string reason);

    [LoggerMessage(EventId = 2302, Level = LogLevel.Error, Message = "Import {ImportId} failed")]
    private partial void LogUnexpected(long importId, Exception exception);

    [LoggerMessage(EventId = 2303, Level = LogLevel.Warning, Message = "Could not record how import {ImportId} ended")]
    private partial void LogNotRecorded(long importId, Exception exception);

    [LoggerMessage(EventId = 2304, Level = LogLevel.Warning, Message = "An import waits for the database, and tries again in {Delay}")]
    private partial void LogRetry(TimeSpan delay, Exception exception);

    /// <summary>A folder of this account's alone that is removed again.</summary>
    private sealed class TemporaryFolder(string prefix) : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

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
    /// <summary>How long an import tries again after the first of a series of transient errors of the database before it fails.</summary>
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
            await WorkAsync(claimed, ImportListener.None, also: null, isHere: false, cancellationToken);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever form it takes, what comes of stopping the node is no failure of the import.
            throw new OperationCanceledException("The node is stopping.", exception, cancellationToken);
        }
        catch (StaleImportClaimException)
        {
            LogStaleClaim(importId, claimed.Claim.Attempt);
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
    /// <exception cref="StaleImportClaimException">Another process ended it, which had not heard of this one; nothing was written.</exception>
    public async Task<ImportReport> ExecuteHereAsync(
        ImportOrder order, Person person, ImportListener listener, IProgress<ImportProgress>? also, CancellationToken cancellationToken)
    {
        long id;
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
            id = await ImportRecords.CreateAsync(connection, order, person.Id, isScheduled: false, Now, cancellationToken);
        var claimed = await ImportRecords.ClaimAsync(dataSource, id, NodeMonitor.Name, Now, cancellationToken)
            ?? throw new OperationCanceledException("The import was cancelled from a page.");

        // The order is the caller's own, which may have a secret that is no part of the record.
        return await WorkAsync(claimed with { Order = order }, listener, also, isHere: true, cancellationToken);
    }

    private async Task<ImportReport> WorkAsync(
        ClaimedImport claimed, ImportListener listener, IProgress<ImportProgress>? also, bool isHere, CancellationToken cancellationToken) =>
        await FollowAsync(claimed.Claim.ImportId, await WriteAsync(claimed, listener, also, isHere, cancellationToken), cancellationToken);

    /// <summary>Writes all of an import, or records why nothing of it was written.</summary>
    /// <param name="isHere">Nobody takes it up after this process, and who typed the command sees at once that the database is away.</param>
    private async Task<ImportReport> WriteAsync(
        ClaimedImport claimed, ImportListener listener, IProgress<ImportProgress>? also, bool isHere, CancellationToken cancellationToken)
    {
        var (claim, retrying) = (claimed.Claim, isHere ? TimeSpan.Zero : RetryTimeout);
        await using var heartbeat = new ImportHeartbeat(dataSource, claim, waits, time, also);
        await using var lines = claimed.Order.Kind is ImportKind.TaxaList ? new MatchedLineLog() : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, heartbeat.Stopped);
        try
        {
            using var folder = new TemporaryFolder($"{FolderPrefix}{claim.ImportId}-");
            await RetryAsync(token => FetchAsync(claimed, folder.Path, token), retrying, heartbeat, stop.Token);
            return await RetryAsync(
                token => dispatch.RunAsync(claimed.Order, folder.Path, ImportMode.Write, ListenerOf(listener, lines, CompleteAsync), heartbeat, token), retrying, heartbeat, stop.Token);
        }
        catch (Exception exception) when (isHere || !cancellationToken.IsCancellationRequested)
        {
            await heartbeat.EndAsync();
            var isStopped = heartbeat.IsCanceled || heartbeat.IsStale || exception is StaleImportClaimException || cancellationToken.IsCancellationRequested;
            return await EndAsync(claim, exception, isStopped, lines);
        }

        async Task CompleteAsync(NpgsqlConnection connection, ImportReport report, CancellationToken token)
        {
            await heartbeat.EndAsync();
            await ImportRecords.SucceedAsync(connection, claim, report, lines, Now, token);
        }
    }

    /// <summary>
    /// Does what an import leads to. It is committed: no error of that, and no end of this process, is one of the import. What could
    /// not be done is recorded as owed.
    /// </summary>
    private async Task<ImportReport> FollowAsync(long importId, ImportReport report, CancellationToken cancellationToken)
    {
        foreach (var follower in followers)
        {
            try
            {
                report = await follower.FollowAsync(report, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                LogNotFollowed(importId, exception);
            }
        }

        return report;
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

    /// <summary>
    /// Records that an import ended and wrote nothing, and throws why. Its row has the last word: whoever canceled or claimed it in
    /// the last second is told from it, and that it was committed, where the connection broke before that was confirmed.
    /// </summary>
    /// <param name="isStopped">It ended because it was not to go on.</param>
    /// <returns>The report of one that was committed after all.</returns>
    private async Task<ImportReport> EndAsync(ImportClaim claim, Exception exception, bool isStopped, MatchedLineLog? lines)
    {
        var reason = isStopped ? null : ReasonOf(exception, claim.ImportId);
        switch (await RecordEndAsync(claim, reason, !isStopped && exception is NothingMatchedException ? lines : null))
        {
            case { State: ImportState.Succeeded, IsMine: true, Report: { } report }:
                return report;
            case { State: ImportState.Canceled }:
                throw new OperationCanceledException("The import was cancelled.", exception);
            case { IsMine: false }:
                throw new StaleImportClaimException(claim);
            default:
                throw Rethrown(exception);
        }
    }

    /// <summary>Records an end; null where the database is away for good, so that others end the import.</summary>
    private async Task<ImportEnd?> RecordEndAsync(ImportClaim claim, string? reason, MatchedLineLog? lines)
    {
        try
        {
            // Whatever ended it is not to keep it from being recorded.
            return await ImportRecords.EndAsync(dataSource, claim, reason, lines, Now, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            LogNotRecorded(claim.ImportId, exception);
            return null;
        }
    }

    private string ReasonOf(Exception exception, long importId)
    {
        switch (exception)
        {
            case ImportRefusedException refused:
                return string.Join('\n', refused.Problems);
            case IOException error when DiskErrors.IsFull(error):
                return $"{DiskErrors.WhereFull}, and import again.";
            case var _ when DatabaseError.Of(exception) is { IsTransient: true } failed:
                return $"{DatabaseErrorText.What(failed.Kind)}. {DatabaseErrorText.Advice(failed.Kind)}, and import again.";
            default:
                LogUnexpected(importId, exception);
                return "The product did not expect this error, and wrote it to the server's log; please report it.";
        }
    }

    /// <summary>Retries an operation after transient errors, as a run does: until the timeout is over since the first of them.</summary>
    private async Task<T> RetryAsync<T>(
        Func<CancellationToken, Task<T>> operation, TimeSpan timeout, ImportHeartbeat? heartbeat, CancellationToken cancellationToken)
    {
        long? failingSince = null;
        DatabaseWait? wait = null;
        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await operation(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && DatabaseError.IsTransientError(exception) && IsInTime())
            {
                // What it tried again in vain, it has been waiting for since the first time.
                var kind = DatabaseError.Of(exception)!.Kind;
                wait = wait?.Kind == kind ? wait : new(kind, Now);
                heartbeat?.Wait(wait);
                LogRetry(pause, exception);
                await Task.Delay(pause, time, cancellationToken);
            }
        }

        bool IsInTime()
        {
            failingSince ??= time.GetTimestamp();
            return time.GetElapsedTime(failingSince.Value) < timeout;
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

    [LoggerMessage(EventId = 2305, Level = LogLevel.Warning, Message = "Attempt {Attempt} of import {ImportId} stops: another process has claimed or ended it")]
    private partial void LogStaleClaim(long importId, int attempt);

    [LoggerMessage(EventId = 2306, Level = LogLevel.Warning, Message = "Import {ImportId} succeeded; what it leads to could not be done, and is owed still")]
    private partial void LogNotFollowed(long importId, Exception exception);

    /// <summary>A folder of this account's alone that is removed again.</summary>
    private sealed class TemporaryFolder(string prefix) : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

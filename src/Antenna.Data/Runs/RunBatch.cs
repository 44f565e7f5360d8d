using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A node's claim on a run: what it writes counts only while nobody claimed the run after it.</summary>
public readonly record struct RunClaim(long RunId, int Attempt);

/// <summary>
/// One batch of a run, one transaction: new rows, demotions, determinations, effects, counters and the checkpoint
/// together, or nothing of it. However many rows it has, it is written in a handful of set-based statements.
/// </summary>
public sealed class RunBatch : IAsyncDisposable
{
    private const string SessionPrefix = "Antenna run ";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly RunClaim _claim;
    private readonly Queue<long> _newIds;
    private readonly List<string> _warnings = [];

    private RunBatch(
        NpgsqlConnection connection, NpgsqlTransaction transaction, RunClaim claim, LineageChanges changes, Queue<long> newIds)
    {
        _connection = connection;
        _transaction = transaction;
        _claim = claim;
        _newIds = newIds;
        Changes = changes;
    }

    /// <summary>What this batch changes of the occurrences that it locked.</summary>
    public LineageChanges Changes { get; }

    /// <summary>Begins a batch that may touch these occurrences and write at most <paramref name="rows"/> rows.</summary>
    public static async Task<RunBatch> BeginAsync(
        NpgsqlConnection connection, RunClaim claim, IReadOnlyCollection<long> occurrenceIds, int rows, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            var newIds = await RunBatchSql.PrepareAsync(connection, claim, rows, cancellationToken);
            var occurrences = await OccurrenceStates.LockAsync(connection, occurrenceIds, cancellationToken);
            return new(connection, transaction, claim, new(occurrences), newIds);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// What a session of the database is called while it is inside a batch of this run, so that whoever takes the run over
    /// finds the batches of a node that does not answer any more.
    /// </summary>
    internal static string SessionName(long runId) => string.Create(CultureInfo.InvariantCulture, $"{SessionPrefix}{runId}");

    /// <summary>The run whose batch a session of this name is inside of; null for other sessions.</summary>
    internal static long? RunOf(string sessionName) =>
        sessionName.StartsWith(SessionPrefix, StringComparison.Ordinal)
        && long.TryParse(sessionName.AsSpan(SessionPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>An id for a row that this batch writes.</summary>
    public long NewId() => _newIds.Dequeue();

    /// <summary>Adds a warning to the run's log, to be committed with the batch.</summary>
    public void Warn(string message) => _warnings.Add(message);

    /// <summary>
    /// Writes everything, commits, and announces it, if the claim still holds; the answer is the run as it then stands, or
    /// null where the run has been claimed by another node or is no longer under way, and then nothing was written.
    /// </summary>
    /// <param name="counters">What became of the batch's rows.</param>
    /// <param name="checkpoint">The last occurrence of the batch.</param>
    /// <param name="now">When this happens, UTC.</param>
    public async Task<RunSnapshot?> CommitAsync(RunCounters counters, long checkpoint, DateTime now, CancellationToken cancellationToken)
    {
        // Demote before anything is inserted or promoted: the index that allows one terminal row a lineage is checked
        // row by row, and one statement that did both would fail by the order that it met them in.
        await RunBatchSql.DemoteAsync(_connection, Changes.Demoted, cancellationToken);
        await RunBatchSql.CopyClassificationsAsync(_connection, _claim.RunId, Changes.Written, cancellationToken);
        await RunBatchSql.CopyEffectsAsync(_connection, _claim.RunId, Changes, cancellationToken);
        await RunLog.WriteAsync(_connection, _claim.RunId, now, RunLogLevel.Warning, _warnings, cancellationToken);
        var snapshot = await RunBatchSql.FinishAsync(_connection, _claim, Changes, counters, checkpoint, cancellationToken);
        if (snapshot is not null)
            await _transaction.CommitAsync(cancellationToken);
        return snapshot;
    }

    /// <summary>Rolls back unless committed.</summary>
    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}

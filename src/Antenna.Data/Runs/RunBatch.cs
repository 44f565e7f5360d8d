using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A worker's claim on a part of a run: what it writes counts only while nobody claimed the part after it.</summary>
public readonly record struct PartClaim(long RunId, int Part, int Attempt);

/// <summary>
/// One batch of a part, one transaction: new rows, demotions, determinations, effects, counters and the checkpoint
/// together, or nothing of it. However many rows it has, it is written in a handful of set-based statements.
/// </summary>
public sealed class RunBatch : IAsyncDisposable
{
    private const string SessionPrefix = "Antenna run ";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly PartClaim _claim;
    private readonly Queue<long> _newIds;

    private RunBatch(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PartClaim claim, LineageChanges changes, Queue<long> newIds)
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
        NpgsqlConnection connection, PartClaim claim, IReadOnlyCollection<long> occurrenceIds, int rows, CancellationToken cancellationToken)
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
    /// What a session of the database is called while it is inside a batch of this part, so that the node that takes the part over
    /// finds the batches of a node that does not answer any more.
    /// </summary>
    internal static string SessionName(long runId, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{SessionPrefix}{runId} part {part}");

    /// <summary>The run whose batch a session of this name is inside of; null for other sessions.</summary>
    internal static long? RunOf(string sessionName) =>
        sessionName.StartsWith(SessionPrefix, StringComparison.Ordinal)
        && sessionName.AsSpan(SessionPrefix.Length) is var rest
        && rest.IndexOf(' ') is var end and > 0
        && long.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>An id for a row that this batch writes.</summary>
    public long NewId() => _newIds.Dequeue();

    /// <summary>
    /// Writes everything, commits, and announces it, if the claim still holds; the answer is the run's state then, or null
    /// where the part has been claimed by another worker or the run is no longer under way, and then nothing was written.
    /// </summary>
    /// <param name="tally">What became of the rows of the part, those of this batch included.</param>
    /// <param name="checkpoint">The last occurrence of the batch.</param>
    /// <param name="now">When this happens, UTC.</param>
    public async Task<RunState?> CommitAsync(PartTally tally, long checkpoint, DateTime now, CancellationToken cancellationToken)
    {
        var determinations = Changes.Determinations();
        tally.OccurrencesUpdated += determinations.Count(change => change.TaxonChanges);
        await RunBatchSql.WriteRowsAsync(_connection, _claim, Changes, cancellationToken);
        var state = await RunBatchSql.FinishAsync(
            _connection, new(_claim, Changes, determinations, tally, checkpoint, now), cancellationToken);
        if (state is not null)
            await _transaction.CommitAsync(cancellationToken);
        return state;
    }

    /// <summary>Rolls back unless committed.</summary>
    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}

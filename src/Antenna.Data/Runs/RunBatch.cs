using Antenna.Data.Occurrences;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A node's claim on a run: what it writes counts only while nobody claimed the run after it.</summary>
public readonly record struct RunClaim(long RunId, int Attempt);

/// <summary>
/// One batch of a run, one transaction: new rows, demotions, determinations, effects, counters and the checkpoint
/// together, or nothing of it. Changes are gathered in memory on the states that were locked and read at its beginning,
/// and written by <see cref="CommitAsync"/> in a handful of set-based statements, however many rows it has.
/// </summary>
public sealed class RunBatch : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly RunClaim _claim;
    private readonly IReadOnlyDictionary<long, OccurrenceState> _occurrences;
    private readonly Dictionary<long, List<ClassificationState>> _lineages;
    private readonly Queue<long> _newIds;
    private readonly Dictionary<long, ClassificationEffect> _effects = [];
    private readonly List<NewClassification> _written = [];
    private readonly HashSet<long> _touched = [];

    private RunBatch(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        RunClaim claim,
        IReadOnlyDictionary<long, OccurrenceState> occurrences,
        Queue<long> newIds)
    {
        _connection = connection;
        _transaction = transaction;
        _claim = claim;
        _occurrences = occurrences;
        _newIds = newIds;
        _lineages = occurrences.Values.SelectMany(occurrence => occurrence.Classifications)
            .GroupBy(row => row.LineageId).ToDictionary(lineage => lineage.Key, lineage => lineage.ToList());
    }

    /// <summary>Begins a batch that may touch these occurrences and write at most <paramref name="rows"/> rows.</summary>
    public static async Task<RunBatch> BeginAsync(
        NpgsqlConnection connection, RunClaim claim, IReadOnlyCollection<long> occurrenceIds, int rows, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            var occurrences = await OccurrenceStates.LockAsync(connection, occurrenceIds, cancellationToken);
            var newIds = await RunBatchSql.ReserveIdsAsync(connection, rows, cancellationToken);
            return new(connection, transaction, claim, occurrences, newIds);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>The rows of a lineage; empty if it is gone.</summary>
    public IReadOnlyList<ClassificationState> Lineage(long lineageId) => _lineages.GetValueOrDefault(lineageId) ?? [];

    /// <summary>An id for a row that this batch writes.</summary>
    public long NewId() => _newIds.Dequeue();

    /// <summary>Makes this row its lineage's terminal one, whichever was before.</summary>
    public void MakeTerminal(long occurrenceId, ClassificationState row)
    {
        foreach (var other in _lineages[row.LineageId])
            Turn(other, terminal: ReferenceEquals(other, row));
        _touched.Add(occurrenceId);
    }

    /// <summary>Adds this row to its lineage as the terminal one.</summary>
    public void WriteTerminal(long occurrenceId, NewClassification row)
    {
        var lineage = _lineages[row.AppliedTo.LineageId];
        foreach (var other in lineage)
            Turn(other, terminal: false);

        var written = new ClassificationState
        {
            Id = row.Id,
            DetectionId = row.AppliedTo.DetectionId,
            LineageId = row.AppliedTo.LineageId,
            AlgorithmId = row.AlgorithmId,
            TaxonId = row.TaxonId,
            Score = row.Score,
            AbsoluteScore = row.AbsoluteScore,
            CreatedAt = row.AppliedTo.CreatedAt,
            Terminal = true,
        };
        lineage.Add(written);
        _occurrences[occurrenceId].Add(written);
        _written.Add(row);
        _effects.Add(row.Id, new() { RunId = _claim.RunId, ClassificationId = row.Id, TerminalBefore = null, TerminalAfter = true });
        _touched.Add(occurrenceId);
    }

    /// <summary>
    /// Writes everything and commits, if the claim still holds; the answer is the run as it then stands, or null where
    /// the run has been claimed by another node or is no longer under way, and then nothing was written.
    /// </summary>
    public async Task<RunSnapshot?> CommitAsync(RunCounters counters, long checkpoint, CancellationToken cancellationToken)
    {
        var touched = _touched.Select(id => _occurrences[id]).ToList();
        var determinations = touched.Select(occurrence => new DeterminationChange(
            occurrence.Id, occurrence.Stored, StoredDetermination.Of(occurrence.Determine()))).ToList();

        // Demote before anything is inserted or promoted: the index that allows one terminal row a lineage is checked
        // row by row, and one statement that did both would fail by the order that it met them in.
        await RunBatchSql.DemoteAsync(_connection, IdsTurned(to: false), cancellationToken);
        await RunBatchSql.CopyClassificationsAsync(_connection, _claim.RunId, _written, cancellationToken);
        await RunBatchSql.CopyEffectsAsync(_connection, _effects.Values, cancellationToken);
        var snapshot = await RunBatchSql.FinishAsync(
            _connection, _claim, IdsTurned(to: true), determinations, counters, checkpoint, cancellationToken);
        if (snapshot is not null)
            await _transaction.CommitAsync(cancellationToken);
        return snapshot;
    }

    /// <summary>Rolls back unless committed.</summary>
    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    private void Turn(ClassificationState row, bool terminal)
    {
        if (row.Terminal == terminal)
            return;
        row.Terminal = terminal;
        if (_effects.TryGetValue(row.Id, out var effect))
            effect.TerminalAfter = terminal;
        else
            _effects.Add(row.Id, new() { RunId = _claim.RunId, ClassificationId = row.Id, TerminalBefore = !terminal, TerminalAfter = terminal });
    }

    private long[] IdsTurned(bool to) =>
        [.. _effects.Values.Where(effect => effect.TerminalBefore == !to && effect.TerminalAfter == to).Select(effect => effect.ClassificationId)];
}

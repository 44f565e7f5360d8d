using System.Runtime.CompilerServices;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>What a run would do.</summary>
public readonly record struct DryRunCounts(OutcomeCounts Counters, long OccurrencesUpdated)
{
    public static DryRunCounts None { get; } = new(OutcomeCounts.None, 0);

    public static DryRunCounts operator +(DryRunCounts one, DryRunCounts other) =>
        new(one.Counters + other.Counters, one.OccurrencesUpdated + other.OccurrencesUpdated);

    public static DryRunCounts Add(DryRunCounts left, DryRunCounts right) => left + right;
}

/// <summary>Counts what a run would do, by the very steps of the run, and writes nothing.</summary>
public sealed class RunDryRun(NpgsqlDataSource dataSource)
{
    /// <summary>
    /// Ids of rows that would be written: the first one, and the others follow. Ids only break ties between determinations,
    /// and a row to be written is newer than any that is.
    /// </summary>
    public const long FirstUnwrittenId = long.MaxValue / 2;

    /// <summary>Counts the whole scope; reports to <paramref name="progress"/> after each batch.</summary>
    public async Task<DryRunCounts> CountAsync(RunPlan plan, IProgress<DryRunCounts>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var work = await plan.BeginWorkAsync(connection, cancellationToken);
        var counts = DryRunCounts.None;
        await foreach (var batch in StepsAsync(connection, work, plan.Scope, OccurrenceRange.All, plan.BatchSize, cancellationToken))
        {
            counts += batch.Count();
            progress?.Report(counts);
        }

        return counts;
    }

    /// <summary>Goes through a range batch by batch, as a run would, on the states in memory.</summary>
    /// <param name="connection">Reads the states, beside another that reads the rows.</param>
    public async IAsyncEnumerable<DryRunBatch> StepsAsync(
        NpgsqlConnection connection,
        ITaskWork work,
        RunScope scope,
        OccurrenceRange range,
        int batchSize,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        int? firstBatchSize = null)
    {
        var nextId = FirstUnwrittenId;
        await foreach (var batch in TaskBatches.ReadAsync(dataSource, work, scope, range, batchSize, cancellationToken, firstBatchSize))
        {
            var changes = new LineageChanges(await OccurrenceStates.ReadAsync(connection, batch.OccurrenceIds, cancellationToken));
            yield return new([.. batch.Rows.Select(row => (row, work.Apply(row, changes, () => nextId++)))], changes);
        }
    }
}

/// <summary>A batch as a run would leave it.</summary>
/// <param name="Rows">Each with the key of its outcome.</param>
/// <param name="Changes">On the occurrences of the batch.</param>
public sealed record DryRunBatch(IReadOnlyList<(TaskRow Row, string Outcome)> Rows, LineageChanges Changes)
{
    /// <summary>What the run would count of it.</summary>
    public DryRunCounts Count()
    {
        var counters = new OutcomeCounts();
        foreach (var (_, outcome) in Rows)
            counters.Add(outcome, 1);
        return new(counters, Changes.Determinations().Count(change => change.TaxonChanges));
    }
}

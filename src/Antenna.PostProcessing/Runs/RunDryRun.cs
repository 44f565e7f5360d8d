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
        var nextId = FirstUnwrittenId;
        var counts = DryRunCounts.None;
        await foreach (var batch in TaskBatches.ReadAsync(dataSource, work, plan.Scope, OccurrenceRange.All, plan.BatchSize, cancellationToken))
        {
            var changes = new LineageChanges(await OccurrenceStates.ReadAsync(connection, batch.OccurrenceIds, cancellationToken));
            var counters = new OutcomeCounts();
            foreach (var row in batch.Rows)
                counters.Add(work.Apply(row, changes, () => nextId++), 1);
            counts = new(
                counts.Counters + counters,
                counts.OccurrencesUpdated + changes.Determinations().Count(change => change.TaxonChanges));
            progress?.Report(counts);
        }

        return counts;
    }
}

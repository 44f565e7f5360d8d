using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>What a run would do.</summary>
public readonly record struct DryRunCounts(RunCounters Counters, long OccurrencesUpdated);

/// <summary>Counts what a run would do, by the very steps of the run, and writes nothing.</summary>
public sealed class MaskDryRun(NpgsqlDataSource dataSource)
{
    /// <summary>Counts the whole scope; reports to <paramref name="progress"/> after each batch.</summary>
    public async Task<DryRunCounts> CountAsync(MaskPlan plan, IProgress<DryRunCounts>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var algorithmId = await MaskAlgorithms.FindAsync(connection, plan.Identity, cancellationToken);
        var mask = new MaskApplication(algorithmId, [.. plan.CategoryMap.Select(label => label.TaxonId)], plan.Options);

        var nextId = UnwrittenRow.FirstId;
        var counts = default(DryRunCounts);
        var batches = PredictedBatches.ReadAsync(
            dataSource, plan.Scope, plan.Classifier.Id, plan.Kept, plan.BatchSize, checkpoint: 0, cancellationToken);
        await foreach (var batch in batches)
        {
            var changes = new LineageChanges(await OccurrenceStates.ReadAsync(connection, batch.OccurrenceIds, cancellationToken));
            var counters = counts.Counters;
            foreach (var row in batch.Rows)
                counters += mask.Apply(row, changes, () => nextId++);
            counts = new(counters, counts.OccurrencesUpdated + changes.Determinations().Count(change => change.TaxonChanges));
            progress?.Report(counts);
        }

        return counts;
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.Data.Taxonomy;
using Antenna.PostProcessing.Runs;
using Npgsql;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>
/// Goes over a scope by the steps of the run, and writes nothing: once to count what a mask would do, and again to find the
/// occurrences behind a number.
/// </summary>
public sealed class ImpactPasses(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy, RunDryRun dryRun)
{
    /// <summary>Rows of the first batch: soon there, whatever the number of classes.</summary>
    private const int FirstRows = 30;

    /// <summary>Rows of every other batch: enough that reading their occurrences is no matter.</summary>
    private const int Rows = 400;

    /// <summary>How often a count tells how far it is.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Counts the whole scope, and reports as it goes; nothing is reported once it was canceled.</summary>
    public async Task<Impact> CountAsync(MaskPlan plan, IProgress<Impact>? progress, CancellationToken cancellationToken)
    {
        var basis = await BasisAsync(plan, cancellationToken);
        var tally = new ImpactTally(basis);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<IReadOnlyList<ScopeTaxon>>? taxa = null;
        try
        {
            var told = 0L;
            await foreach (var batch in StepsAsync(basis, OccurrenceRange.All, cancellationToken))
            {
                tally.Add(batch);

                // Not before the first figures, which would wait for it.
                taxa ??= CountTaxaAsync(plan.Scope, stop.Token);
                if (progress is null || (told > 0 && Stopwatch.GetElapsedTime(told) < Pace))
                    continue;
                tally.Taxa = taxa.IsCompletedSuccessfully ? await taxa : null;
                progress.Report(tally.Snapshot(isComplete: false));
                told = Stopwatch.GetTimestamp();
            }

            tally.Taxa = await (taxa ?? CountTaxaAsync(plan.Scope, stop.Token));
        }
        finally
        {
            await stop.CancelAsync();
            if (taxa is not null)
                await ((Task)taxa).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return tally.Snapshot(isComplete: true);
    }

    /// <summary>Finds the occurrences that a number counts, in the order of their ids.</summary>
    /// <param name="after">The occurrence after which to look; 0 for all.</param>
    public async IAsyncEnumerable<ImpactCase> FindAsync(
        MaskPlan plan, ImpactFilter filter, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var basis = await BasisAsync(plan, cancellationToken);
        await using var untouched = await UntouchedOccurrences.OpenAsync(dataSource, basis, filter, after, cancellationToken);
        await foreach (var batch in StepsAsync(basis, OccurrenceRange.All with { After = after }, cancellationToken))
        {
            var touched = new Queue<ImpactCase>(ImpactCase.Of(basis, batch).OrderBy(occurrence => occurrence.OccurrenceId));
            var ids = batch.Rows.Select(row => row.Row.OccurrenceId).ToHashSet();
            if (ids.Count > 0)
            {
                await foreach (var between in untouched.UpToAsync(ids.Max(), ids, cancellationToken))
                {
                    while (touched.TryPeek(out var first) && first.OccurrenceId < between.OccurrenceId)
                    {
                        touched.Dequeue();
                        if (filter.Matches(first))
                            yield return first;
                    }

                    yield return between;
                }
            }

            foreach (var occurrence in touched.Where(filter.Matches))
                yield return occurrence;
        }

        await foreach (var occurrence in untouched.UpToAsync(null, new HashSet<long>(), cancellationToken))
            yield return occurrence;
    }

    /// <summary>The names of taxa, by id.</summary>
    public async Task<IReadOnlyDictionary<long, TaxonName>> NamesAsync(IEnumerable<long> taxa, CancellationToken cancellationToken)
    {
        var tree = (await taxonomy.GetAsync(cancellationToken)).Tree;
        return taxa.Distinct().ToDictionary(id => id, id => ImpactBasis.NameOf(tree, id));
    }

    private async Task<ImpactBasis> BasisAsync(MaskPlan plan, CancellationToken cancellationToken) =>
        new(plan, (await taxonomy.GetAsync(cancellationToken)).Tree, await RollUpAlgorithms.IdsAsync(dataSource, plan.Classifier.Id, cancellationToken));

    private async IAsyncEnumerable<DryRunBatch> StepsAsync(
        ImpactBasis basis, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var work = await basis.Plan.BeginWorkAsync(connection, basis.Addable, cancellationToken);
        await foreach (var batch in dryRun.StepsAsync(connection, work, basis.Plan.Scope, range, Rows, cancellationToken, FirstRows))
            yield return batch;
    }

    private async Task<IReadOnlyList<ScopeTaxon>> CountTaxaAsync(RunScope scope, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await ScopeTaxa.CountAsync(connection, scope, cancellationToken);
    }
}

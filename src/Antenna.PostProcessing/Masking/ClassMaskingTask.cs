using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>Masks the lineages of a classifier to the kept set that was frozen when the run was launched.</summary>
public sealed class ClassMaskingTask(NpgsqlDataSource dataSource, IDbContextFactory<AntennaDbContext> contexts) : IPostProcessingTask
{
    public const string Key = "class-masking";

    /// <summary>Rows named in one line of the log; a set without logits would fill it otherwise.</summary>
    private const int NamedRows = 20;

    public async Task ExecuteAsync(RunExecution execution, CancellationToken cancellationToken)
    {
        var run = execution.Run;
        var (kept, mask) = await LoadAsync(run, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var batches = PredictedBatches.ReadAsync(
            dataSource, RunScope.Of(run), run.SourceAlgorithmId, kept, run.BatchSize, run.Checkpoint, cancellationToken);
        await foreach (var batch in batches)
        {
            if (!await WriteAsync(execution, connection, batch, mask, cancellationToken))
                return;
        }
    }

    private static async Task<bool> WriteAsync(
        RunExecution execution, NpgsqlConnection connection, PredictedBatch predicted, MaskApplication mask, CancellationToken cancellationToken)
    {
        await using var batch = await RunBatch.BeginAsync(
            connection, execution.Claim, predicted.OccurrenceIds, predicted.Rows.Count, cancellationToken);
        var counters = default(RunCounters);
        var outOfScope = new List<long>();
        foreach (var row in predicted.Rows)
        {
            var outcome = mask.Apply(row, batch.Changes, batch.NewId);
            counters += outcome;
            if (outcome.SkippedOutOfScope > 0)
                outOfScope.Add(row.SourceId);
        }

        foreach (var skipped in predicted.Rows.Where(row => row.Fault is not LogitsFault.None).GroupBy(row => row.Fault))
            batch.Warn(Describe(ActionOf(skipped.Key), SkipReason.Of(skipped.Key), [.. skipped.Select(row => row.SourceId)]));
        if (outOfScope.Count > 0)
            batch.Warn(Describe("Skipped", "a newer result or another step took it out of scope while the run was under way", outOfScope));
        return await execution.CommitAsync(batch, counters, predicted.LastOccurrenceId, cancellationToken);
    }

    private async Task<(KeptSet Kept, MaskApplication Mask)> LoadAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var algorithm = await context.Algorithms.AsNoTracking().SingleAsync(algorithm => algorithm.Id == run.AlgorithmId, cancellationToken);
        var stored = await context.KeptSets.AsNoTracking().SingleAsync(kept => kept.Id == algorithm.KeptSetId, cancellationToken);
        var taxa = await CategoryMaps.LoadTaxaAsync(context, stored.CategoryMapId, cancellationToken);
        return (
            KeptSet.FromBits(taxa.Count, stored.Listed, stored.NotATaxon),
            new(algorithm.Id, taxa, FrozenMask.Parse(run.Settings).Options));
    }

    private static string ActionOf(LogitsFault fault) =>
        fault is LogitsFault.NothingKeptFinite ? "Left the classifier's own answer to" : "Skipped";

    private static string Describe(string action, string reason, List<long> ids)
    {
        var more = ids.Count > NamedRows ? string.Create(CultureInfo.InvariantCulture, $" and {ids.Count - NamedRows} more") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{action} {ids.Count} because {reason}: classification {string.Join(", ", ids.Take(NamedRows))}{more}.");
    }
}

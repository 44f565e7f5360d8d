using Antenna.Data.Model;
using Antenna.Data.Paging;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Predictions;

/// <summary>Lists classifications as they are stored, newest first.</summary>
public sealed class ClassificationList(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>How cursors of the list name its order.</summary>
    public const string Order = "classifications";

    /// <summary>One page, by descending ids.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public async Task<Page<ClassificationRow>> ReadAsync(
        ClassificationFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return Blocks(filter) is { } blocks
            ? await IdPages.ReadAsync(
                blocks, context.Classifications, Order, size, cursor, rows => Rows(context, rows).ToListAsync(cancellationToken), row => row.Id)
            : await IdPages.ReadAsync(
                Filtered(context, filter), row => row.Id, Order, size, cursor, rows => Rows(context, rows).ToListAsync(cancellationToken), row => row.Id);
    }

    /// <summary>What can have classified something: classifiers, and what derives from them.</summary>
    public async Task<IReadOnlyList<AlgorithmName>> AlgorithmsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Algorithms.Where(algorithm => algorithm.Kind != AlgorithmKind.Detector)
            .OrderBy(algorithm => algorithm.Kind).ThenBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
            .Select(algorithm => new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind))
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// How the rows of an algorithm are found, which may be old and few among those of others; null where the filter names something
    /// that has few rows itself, or nothing.
    /// </summary>
    internal static IdBlocks? Blocks(ClassificationFilter filter) =>
        (filter.Id ?? filter.OccurrenceId ?? filter.DetectionId ?? filter.CaptureId ?? filter.LineageId) is null && filter.AlgorithmId is { } algorithm
            ? new("classification_blocks", "classifications", [new("algorithm_id", "stored.algorithm_id", algorithm)])
            : null;

    private static IQueryable<Classification> Filtered(AntennaDbContext context, ClassificationFilter filter)
    {
        var rows = context.Classifications.AsNoTracking();
        if (filter.Id is { } id)
            rows = rows.Where(row => row.Id == id);
        if (filter.DetectionId is { } detection)
            rows = rows.Where(row => row.DetectionId == detection);
        if (filter.OccurrenceId is { } occurrence)
            rows = rows.Where(row => context.Detections.Any(seen => seen.Id == row.DetectionId && seen.OccurrenceId == occurrence));
        if (filter.CaptureId is { } capture)
            rows = rows.Where(row => context.Detections.Any(seen => seen.Id == row.DetectionId && seen.CaptureId == capture));
        if (filter.AlgorithmId is { } algorithm)
            rows = rows.Where(row => row.AlgorithmId == algorithm);
        if (filter.LineageId is { } lineage)
            rows = rows.Where(row => row.LineageId == lineage);
        return rows;
    }

    private static IQueryable<ClassificationRow> Rows(AntennaDbContext context, IQueryable<Classification> classifications) =>
        from row in classifications
        join detection in context.Detections on row.DetectionId equals detection.Id
        join capture in context.Captures on detection.CaptureId equals capture.Id
        join algorithm in context.Algorithms on row.AlgorithmId equals algorithm.Id
        join taxon in context.Taxa on row.TaxonId equals taxon.Id into taxa
        from taxon in taxa.DefaultIfEmpty()
        select new ClassificationRow(
            row.Id,
            row.DetectionId,
            capture.Id,
            capture.Path,
            detection.OccurrenceId,
            new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
            context.CategoryMapClasses
                .Where(stored => stored.CategoryMapId == algorithm.CategoryMapId && stored.Index == row.ClassIndex)
                .Select(stored => stored.Label).FirstOrDefault(),
            taxon == null ? null : new TaxonName(taxon.Id, taxon.Name, taxon.Rank),
            row.Score,
            row.AbsoluteScore,
            row.Terminal,
            row.LineageId,
            row.AppliedToId,
            row.RunId,
            row.CreatedAt);
}

using Antenna.Data.Model;
using Antenna.Data.Paging;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>Lists detections as they are stored, newest first.</summary>
public sealed class DetectionList(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>How cursors of the list name its order.</summary>
    public const string Order = "detections";

    /// <summary>One page, by descending ids.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public async Task<Page<DetectionRow>> ReadAsync(DetectionFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return Blocks(filter) is { } blocks
            ? await IdPages.ReadAsync(
                blocks, context.Detections, Order, size, cursor, rows => Rows(context, rows).ToListAsync(cancellationToken), row => row.Id)
            : await IdPages.ReadAsync(
                Filtered(context, filter), row => row.Id, Order, size, cursor, rows => Rows(context, rows).ToListAsync(cancellationToken), row => row.Id);
    }

    /// <summary>One detection; null where there is none of that id.</summary>
    public async Task<DetectionRow?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context, Filtered(context, new() { Id = id })).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The detectors, by name.</summary>
    public async Task<IReadOnlyList<AlgorithmName>> AlgorithmsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Algorithms.Where(algorithm => algorithm.Kind == AlgorithmKind.Detector)
            .OrderBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
            .Select(algorithm => new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind))
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// How the rows of a project, or of a detector, are found, which may be old and few among those of others; null where the filter
    /// names something that has few rows itself, or nothing.
    /// </summary>
    internal static IdBlocks? Blocks(DetectionFilter filter)
    {
        if ((filter.Id ?? filter.OccurrenceId ?? filter.CaptureId) is not null || (filter.ProjectId ?? filter.AlgorithmId) is null)
            return null;
        var values = new List<BlockValue>();
        if (filter.ProjectId is { } project)
            values.Add(new("project_id", "(select capture.project_id from captures capture where capture.id = stored.capture_id)", project));
        if (filter.AlgorithmId is { } algorithm)
            values.Add(new("algorithm_id", "stored.algorithm_id", algorithm));
        return new("detection_blocks", "detections", values);
    }

    private static IQueryable<Detection> Filtered(AntennaDbContext context, DetectionFilter filter)
    {
        var rows = context.Detections.AsNoTracking();
        if (filter.Id is { } id)
            rows = rows.Where(row => row.Id == id);
        if (filter.ProjectId is { } project)
            rows = rows.Where(row => context.Captures.Any(capture => capture.Id == row.CaptureId && capture.ProjectId == project));
        if (filter.OccurrenceId is { } occurrence)
            rows = rows.Where(row => row.OccurrenceId == occurrence);
        if (filter.CaptureId is { } capture)
            rows = rows.Where(row => row.CaptureId == capture);
        if (filter.AlgorithmId is { } algorithm)
            rows = rows.Where(row => row.AlgorithmId == algorithm);
        return rows;
    }

    private static IQueryable<DetectionRow> Rows(AntennaDbContext context, IQueryable<Detection> detections) =>
        from row in detections
        join capture in context.Captures on row.CaptureId equals capture.Id
        join project in context.Projects on capture.ProjectId equals project.Id
        join algorithm in context.Algorithms on row.AlgorithmId equals algorithm.Id
        select new DetectionRow(
            row.Id,
            new NamedChoice(project.Id, project.Name),
            row.CaptureId,
            capture.Path,
            capture.CapturedAt,
            capture.Width,
            capture.Height,
            row.OccurrenceId,
            row.Box,
            row.CropPath,
            new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
            context.Classifications.LongCount(each => each.DetectionId == row.Id));
}

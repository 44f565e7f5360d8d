using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.StandingMasks;

/// <summary>Reads standing masks for pages and commands.</summary>
public sealed class StandingMaskCatalog(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>Standing masks that are shown at most: those that stand are few, those that ended add up.</summary>
    public const int Most = 100;

    /// <summary>Launches shown of each.</summary>
    public const int LaunchesShown = 5;

    /// <summary>The standing masks of a project, or of all: first those that stand, then the ended ones, each the newest first.</summary>
    public async Task<IReadOnlyList<StandingMaskRow>> ListAsync(long? projectId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(
            context,
            context.StandingMasks.Where(mask => projectId == null || mask.ProjectId == projectId)
                .OrderBy(mask => mask.EndedAt != null).ThenByDescending(mask => mask.Id).Take(Most),
            cancellationToken);
    }

    /// <summary>One standing mask; null where there is none of that id.</summary>
    public async Task<StandingMaskRow?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await ReadAsync(context, context.StandingMasks.Where(mask => mask.Id == id), cancellationToken)).SingleOrDefault();
    }

    /// <summary>Completes the report of an import with what became of the runs that it was owed.</summary>
    public async Task<PipelineResultsReport> CompleteAsync(PipelineResultsReport report, CancellationToken cancellationToken)
    {
        long[] owed = [.. report.StandingMasks.Select(outcome => outcome.LaunchId).OfType<long>()];
        if (owed.Length == 0)
            return report;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var settled = await context.StandingMaskLaunches.Where(launch => owed.Contains(launch.Id))
            .ToDictionaryAsync(launch => launch.Id, launch => (launch.RunId, launch.Refusal), cancellationToken);
        return report with
        {
            StandingMasks =
            [
                .. report.StandingMasks.Select(outcome => outcome.LaunchId is { } id && settled.TryGetValue(id, out var became)
                    ? outcome with { RunId = became.RunId, Refusal = became.Refusal }
                    : outcome),
            ],
        };
    }

    private static async Task<IReadOnlyList<StandingMaskRow>> ReadAsync(
        AntennaDbContext context, IQueryable<StandingMask> masks, CancellationToken cancellationToken)
    {
        var offered = context.TaxaListVersions.Offered();
        var rows = await masks.AsNoTracking().Select(mask => new
        {
            Mask = mask,
            Project = context.Projects.Single(project => project.Id == mask.ProjectId).Name,
            List = context.TaxaLists.Single(list => list.Id == mask.TaxaListId).Name,
            Newest = offered.Where(version => version.TaxaListId == mask.TaxaListId).Max(version => (int?)version.Number),
            Classifier = context.Algorithms.Single(algorithm => algorithm.Id == mask.AlgorithmId).Name,
            SetBy = context.People.Single(person => person.Id == mask.SetById).Name,
            PausedBy = context.People.Where(person => person.Id == mask.PausedById).Select(person => person.Name).SingleOrDefault(),
            EndedBy = context.People.Where(person => person.Id == mask.EndedById).Select(person => person.Name).SingleOrDefault(),
            Runs = context.StandingMaskLaunches.Count(launch => launch.StandingMaskId == mask.Id && launch.RunId != null),
            Owed = context.StandingMaskLaunches.Count(launch => launch.StandingMaskId == mask.Id && launch.SettledAt == null),
        }).ToListAsync(cancellationToken);
        var launches = await LaunchesAsync(context, [.. rows.Select(row => row.Mask.Id)], cancellationToken);
        return
        [
            .. rows.Select(row => new StandingMaskRow(
                row.Mask.Id, row.Mask.ProjectId, row.Project, row.Mask.TaxaListId, row.List, row.Newest, row.Mask.AlgorithmId, row.Classifier,
                new(row.Mask.Mode, row.Mask.OnlyWhenSpeciesChanges, row.Mask.HoldBelow), row.SetBy, row.Mask.SetAt,
                row.Mask.PausedAt is { } paused ? new(paused, row.PausedBy!) : null,
                row.Mask.EndedAt is { } ended ? new(ended, row.EndedBy!) : null,
                row.Runs, row.Owed,
                [.. launches[row.Mask.Id]])),
        ];
    }

    private static async Task<ILookup<long, StandingMaskLaunchRow>> LaunchesAsync(
        AntennaDbContext context, IReadOnlyCollection<long> maskIds, CancellationToken cancellationToken)
    {
        var rows = await context.StandingMasks.Where(mask => maskIds.Contains(mask.Id))
            .SelectMany(
                mask => context.StandingMaskLaunches.Where(launch => launch.StandingMaskId == mask.Id).OrderByDescending(launch => launch.Id).Take(LaunchesShown),
                (mask, launch) => new
                {
                    MaskId = mask.Id,
                    Row = new StandingMaskLaunchRow(
                        launch.Id, launch.File, launch.ImportedAt, launch.CaptureSetId,
                        context.CaptureSets.Single(set => set.Id == launch.CaptureSetId).Name,
                        launch.RunId,
                        context.Runs.Where(run => run.Id == launch.RunId).Select(run => (RunState?)run.State).SingleOrDefault(),
                        launch.Refusal),
                })
            .ToListAsync(cancellationToken);
        return rows.OrderByDescending(row => row.Row.Id).ToLookup(row => row.MaskId, row => row.Row);
    }
}

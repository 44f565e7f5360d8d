using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Projects;

/// <summary>A project, and how much is in it.</summary>
public sealed record ProjectSummary(
    long Id,
    string Name,
    bool IsDemo,
    DateTime CreatedAt,
    long Deployments,
    long CaptureSets,
    long Captures,
    long Occurrences,
    long Runs);

/// <summary>Tells which projects there are.</summary>
public sealed class ProjectCatalog(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>All projects, by name.</summary>
    public async Task<IReadOnlyList<ProjectSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Projects
            .OrderBy(project => project.Name)
            .Select(project => new ProjectSummary(
                project.Id,
                project.Name,
                project.IsDemo,
                project.CreatedAt,
                context.Deployments.LongCount(deployment => deployment.ProjectId == project.Id),
                context.CaptureSets.LongCount(set => set.ProjectId == project.Id),
                context.Captures.LongCount(capture => capture.ProjectId == project.Id),
                context.Occurrences.LongCount(occurrence => occurrence.ProjectId == project.Id),
                context.Runs.LongCount(run => run.ProjectId == project.Id)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>All projects, by name, each with a look at what is in it.</summary>
    /// <param name="latest">How many of its latest animals to show at most.</param>
    public async Task<IReadOnlyList<ProjectOverview>> OverviewsAsync(int latest, CancellationToken cancellationToken)
    {
        var overviews = new List<ProjectOverview>();
        foreach (var project in await ListAsync(cancellationToken))
            overviews.Add(await OverviewAsync(project, latest, cancellationToken));
        return overviews;
    }

    private async Task<ProjectOverview> OverviewAsync(ProjectSummary project, int latest, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var occurrences = context.Occurrences.Where(occurrence => occurrence.ProjectId == project.Id);
        var animals = await (
            from occurrence in occurrences.Where(occurrence => occurrence.DeterminationTaxonId != null)
                .OrderByDescending(occurrence => occurrence.FirstSeenAt).ThenByDescending(occurrence => occurrence.Id).Take(latest)
            join taxon in context.Taxa on occurrence.DeterminationTaxonId equals taxon.Id
            orderby occurrence.FirstSeenAt descending, occurrence.Id descending
            select new SeenAnimal(
                occurrence.Id,
                context.Detections.Where(detection => detection.OccurrenceId == occurrence.Id).Min(detection => detection.Id),
                new TaxonName(taxon.Id, taxon.Name, taxon.Rank)))
            .ToListAsync(cancellationToken);
        return new(
            project,
            await occurrences.MinAsync(occurrence => occurrence.FirstSeenAt, cancellationToken),
            await occurrences.MaxAsync(occurrence => occurrence.FirstSeenAt, cancellationToken),
            animals);
    }
}

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
}

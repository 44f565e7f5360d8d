namespace Antenna.Data.Projects;

/// <summary>Reads what there is, for the start page.</summary>
public sealed class ProjectOverviews
{
    /// <summary>Runs shown with a project.</summary>
    public const int LastRuns = 5;

    /// <summary>All projects in the order of their names.</summary>
    public Task<IReadOnlyList<ProjectOverview>> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One project; null where there is none of that id.</summary>
    public Task<ProjectOverview?> FindAsync(long projectId, CancellationToken cancellationToken) => throw new NotImplementedException();
}

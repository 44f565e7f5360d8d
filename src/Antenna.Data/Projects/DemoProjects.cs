namespace Antenna.Data.Projects;

/// <summary>A demo project cannot be removed now; the message says why and what to do.</summary>
public sealed class DemoProjectInUseException(string message) : Exception(message);

/// <summary>Removes what was generated to show the product.</summary>
public sealed class DemoProjects
{
    /// <summary>
    /// Removes a demo project with all that it owns: deployments, captures, occurrences, lists, runs. Taxa, algorithms and
    /// people, which all projects share, stay.
    /// </summary>
    /// <returns>False where there is no such project, or it is not a demo: nothing was removed then.</returns>
    /// <exception cref="DemoProjectInUseException">A run of the project is under way.</exception>
    public Task<bool> RemoveAsync(long projectId, CancellationToken cancellationToken) => throw new NotImplementedException();
}

namespace Antenna.Data.Projects;

/// <summary>Reads capture sets for pages.</summary>
public sealed class CaptureSetCatalog
{
    /// <summary>The capture sets of a project, or of all, by project and name.</summary>
    public Task<IReadOnlyList<CaptureSetRow>> ListAsync(long? projectId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One capture set; null where there is none of that id.</summary>
    public Task<CaptureSetDetails?> FindAsync(long captureSetId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The classifiers that ran on a capture set, by name; fast, however large the set is.</summary>
    public Task<IReadOnlyList<CaptureSetClassifierRow>> ClassifiersAsync(long captureSetId, CancellationToken cancellationToken) => throw new NotImplementedException();
}

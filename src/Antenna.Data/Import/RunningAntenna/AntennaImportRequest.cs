namespace Antenna.Data.Import.RunningAntenna;

/// <summary>A request to import a project of a running Antenna.</summary>
/// <param name="Address">Where it runs.</param>
/// <param name="Token">Of a person who may read the project there.</param>
/// <param name="RemoteProjectId">The project there.</param>
/// <param name="Project">Name of the project here; made where there is none.</param>
public sealed record AntennaImportRequest(AntennaAddress Address, ApiToken Token, long RemoteProjectId, string Project)
{
    /// <summary>The capture set there; null for the whole project.</summary>
    public long? RemoteCaptureSetId { get; init; }

    /// <summary>Name of the set to make of the captures; null to name it like the project or the set there.</summary>
    public string? CaptureSet { get; init; }

    /// <summary>Make taxa of labels that the taxonomy does not know and that are names.</summary>
    public bool MakeTaxa { get; init; }

    /// <summary>What else belongs into the import's transaction.</summary>
    public ImportCompletion? OnCommit { get; init; }

    public ImportMode Mode { get; init; } = ImportMode.Write;
}

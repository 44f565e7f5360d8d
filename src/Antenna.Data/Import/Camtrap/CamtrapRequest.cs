namespace Antenna.Data.Import.Camtrap;

/// <summary>A request to import a Camtrap DP package, or a folder of them.</summary>
/// <param name="Path">A zip, one file of a package, or a folder that is a package or holds packages.</param>
/// <param name="Project">Name of the project; made where there is none.</param>
/// <param name="CaptureSet">Name of the set to make of all media.</param>
public sealed record CamtrapRequest(string Path, string Project, string CaptureSet)
{
    /// <summary>The files stay where they are, so that pictures beside them can be served from there.</summary>
    public bool IsInPlace { get; init; } = true;

    /// <summary>The folder that the relative paths of a zip's or of sent files' media are in; null where the pictures are not on this server.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>Make taxa of names that the taxonomy does not know, with the ranks that the package gives them.</summary>
    public bool MakeTaxa { get; init; }

    /// <summary>What else belongs into the import's transaction.</summary>
    public ImportCompletion? OnCommit { get; init; }

    public ImportMode Mode { get; init; } = ImportMode.Write;
}

/// <summary>What became of an observation.</summary>
public enum ObservationOutcome
{
    /// <summary>It made an occurrence.</summary>
    NewOccurrence,

    /// <summary>It is of an animal that another observation made: the same individual of the same event, or the same box.</summary>
    SameAnimal,

    /// <summary>It was imported before.</summary>
    Known,

    /// <summary>It is an occurrence of this project that was exported.</summary>
    OwnOccurrence,

    /// <summary>Somebody looked and found nothing: no occurrence.</summary>
    Blank,

    /// <summary>It is of an event, whose pictures have observations that say the same.</summary>
    SaidOfMedia,

    /// <summary>A person on the picture: no animal that is reviewed.</summary>
    Human,

    Vehicle,

    /// <summary>Nobody and nothing has looked yet, and there is no box.</summary>
    Unclassified,

    /// <summary>Its event has no media in the package.</summary>
    WithoutMedia,

    /// <summary>It names media that the package does not list.</summary>
    UnknownMedia,

    /// <summary>Its type is none of the standard.</summary>
    UnknownType,
}

/// <summary>How many observations had an outcome.</summary>
public sealed record ObservationCount(ObservationOutcome Outcome, long Observations);

/// <summary>What an import of Camtrap DP packages did. Its ids are null where it only checked.</summary>
public sealed record CamtrapReport : ImportReport
{
    public required long? ProjectId { get; init; }

    public required long? CaptureSetId { get; init; }

    /// <summary>Every observation of the packages, by what became of it; those that there are none of are left out.</summary>
    public required IReadOnlyList<ObservationCount> Observations { get; init; }

    /// <summary>Names that the taxonomy does not know and that taxa can be made of.</summary>
    public required long UnknownNames { get; init; }
}

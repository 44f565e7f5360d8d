namespace Antenna.Data.Occurrences;

/// <summary>Which occurrences of a project to list. What is null does not filter; the rest must all hold.</summary>
public sealed record OccurrenceFilter
{
    public required long ProjectId { get; init; }

    public long? CaptureSetId { get; init; }

    public long? DeploymentId { get; init; }

    /// <summary>First day of the first sighting, the camera's local date.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The determination is this taxon, a synonym of it, or anything below it.</summary>
    public long? TaxonId { get; init; }

    /// <summary>Lowest score of the best machine prediction, inclusive: a person's determination has no score of its own.</summary>
    public double? MinScore { get; init; }

    /// <summary>Highest score, inclusive.</summary>
    public double? MaxScore { get; init; }

    /// <summary>This algorithm said something of the occurrence, terminal or not; for a detector, it drew a box of it.</summary>
    public long? RanAlgorithmId { get; init; }

    public long? NotRanAlgorithmId { get; init; }

    /// <summary>The determination is on this version of a taxa list, as masking understands membership.</summary>
    public long? OnListVersionId { get; init; }

    /// <summary>There is a determination, and it is not on this version of a taxa list.</summary>
    public long? NotOnListVersionId { get; init; }

    /// <summary>A person determined it, or nobody did.</summary>
    public bool? Verified { get; init; }

    public RunChange? ChangedBy { get; init; }

    /// <summary>
    /// Digits alone are the id, exactly, and one that no id can have finds nothing; other text is looked for in the names
    /// of the determination: scientific names, synonyms and common names, each word from its beginning.
    /// </summary>
    public string? Search { get; init; }
}

/// <summary>What about a run's changes an occurrence is listed for.</summary>
public enum RunChangeKind
{
    /// <summary>The run changed the determination: its taxon, its score, or both.</summary>
    Any,

    /// <summary>Another taxon than before.</summary>
    Taxon,

    /// <summary>The same taxon as before at another score.</summary>
    ScoreOnly,

    /// <summary>From one given taxon, or none, to another given one, or none.</summary>
    FromTo,
}

/// <summary>Occurrences by what a run did to them.</summary>
/// <param name="FromTaxonId">For <see cref="RunChangeKind.FromTo"/>; null: there was no determination.</param>
/// <param name="ToTaxonId">For <see cref="RunChangeKind.FromTo"/>; null: there is none any more.</param>
public sealed record RunChange(long RunId, RunChangeKind Kind = RunChangeKind.Any, long? FromTaxonId = null, long? ToTaxonId = null);

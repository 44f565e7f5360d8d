namespace Antenna.Data.Occurrences;

/// <summary>Which occurrences to list. What is null does not filter; all that is set must hold.</summary>
public sealed record OccurrenceFilter
{
    public long? ProjectId { get; init; }

    public long? CaptureSetId { get; init; }

    public long? DeploymentId { get; init; }

    /// <summary>Of this selection, which a run looked at.</summary>
    public long? SelectionId { get; init; }

    /// <summary>Determined as this taxon, or as anything below it.</summary>
    public long? TaxonId { get; init; }

    /// <summary>Nothing below <see cref="TaxonId"/>: that taxon only, under any of its names.</summary>
    public bool IsTaxonAlone { get; init; }

    /// <summary>First seen on this day of the camera's calendar, or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>First seen on this day of the camera's calendar, or earlier.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The best machine prediction scores at least this, 0 to 1.</summary>
    public double? MinScore { get; init; }

    /// <summary>The best machine prediction scores at most this, 0 to 1.</summary>
    public double? MaxScore { get; init; }

    /// <summary>This algorithm classified it.</summary>
    public long? RanAlgorithmId { get; init; }

    /// <summary>This algorithm did not classify it.</summary>
    public long? NotRanAlgorithmId { get; init; }

    public ListMatch? List { get; init; }

    /// <summary>Determined by a person, or not.</summary>
    public bool? Verified { get; init; }

    public RunMatch? ChangedBy { get; init; }

    /// <summary>Digits find that id, and one too long finds nothing; other text finds names.</summary>
    public string? Search { get; init; }
}

/// <summary>The determined taxon is kept by a version of a taxa list, or is not.</summary>
public sealed record ListMatch(long TaxaListVersionId, bool Listed);

/// <summary>A run changed the determined taxon; with a transition, from that one to that one.</summary>
public sealed record RunMatch(long RunId, TaxonTransition? Transition = null);

/// <summary>From one determination to another; null is none.</summary>
public readonly record struct TaxonTransition(long? FromTaxonId, long? ToTaxonId);

/// <summary>The orders that occurrences can be listed in.</summary>
public enum OccurrenceOrder
{
    /// <summary>First seen last; what has no time comes at the end.</summary>
    Newest,
    Oldest,

    /// <summary>By the determined taxon's name; what has none comes at the end.</summary>
    Name,
    NameDescending,

    /// <summary>By the score of the best machine prediction; what has none comes at the end.</summary>
    HighestScore,
    LowestScore,
}

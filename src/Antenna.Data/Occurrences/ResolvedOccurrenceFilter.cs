namespace Antenna.Data.Occurrences;

/// <summary>A filter in terms of what is stored: which rows of which projects, determined as which taxa.</summary>
/// <param name="ProjectIds">All projects, where nothing says which; never empty.</param>
internal sealed record ResolvedOccurrenceFilter(OccurrenceFilter Filter, IReadOnlyList<long> ProjectIds)
{
    /// <summary>The only occurrence that it can be.</summary>
    public long? OccurrenceId { get; init; }

    /// <summary>Determined as one of these, of which each is in use; null where a determination does not matter.</summary>
    public IReadOnlyList<long>? TaxonIds { get; init; }

    /// <summary>Between the dates of the filter; what has no time is not.</summary>
    public SeenRange Dates { get; init; }

    /// <summary>
    /// What has a time, and is in the capture set and so on, is in this range: it follows from the filter, and saves a query
    /// from looking elsewhere. Seasons make that much: a set of an old year begins behind everything that came since.
    /// </summary>
    public SeenRange Timed { get; init; }

    /// <summary>Whether the filter has conditions on more than projects and determinations.</summary>
    public bool IsNarrow => OccurrenceId is not null || Filter is not
    {
        CaptureSetId: null, DeploymentId: null, From: null, To: null, MinScore: null, MaxScore: null,
        RanAlgorithmId: null, NotRanAlgorithmId: null, Verified: null, ChangedBy: null, SelectionId: null,
    };

    public bool HasDates => Filter is not { From: null, To: null };
}

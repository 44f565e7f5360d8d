using Antenna.Data.Import;
using Antenna.Data.Model;

namespace Antenna.Data.ImportJobs;

/// <summary>One import as lists show it.</summary>
/// <param name="Project">The name of the project; null for taxa.</param>
/// <param name="Source">What is imported, for people.</param>
/// <param name="RequestedBy">Who requested it.</param>
/// <param name="BeatAt">When its process was heard of last.</param>
/// <param name="Progress">What it does now; null where that is not known.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record ImportRow(
    long Id,
    ImportKind Kind,
    ImportState State,
    long? ProjectId,
    string? Project,
    string Source,
    string RequestedBy,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? Node,
    int Attempt,
    DateTime? BeatAt,
    ImportProgress? Progress,
    string? Reason)
{
    public bool IsUnderWay => State is ImportState.Queued or ImportState.Running or ImportState.Canceling;
}

/// <summary>One import with all that is known of it.</summary>
/// <param name="Order">What was requested.</param>
/// <param name="Report">What it did; null until it succeeded.</param>
public sealed record ImportDetails(ImportRow Row, ImportOrder Order, ImportReport? Report);

/// <summary>Which imports a list shows.</summary>
public sealed record ImportFilter
{
    public long? ProjectId { get; init; }

    public ImportState? State { get; init; }

    public ImportKind? Kind { get; init; }

    public long? RequestedById { get; init; }
}

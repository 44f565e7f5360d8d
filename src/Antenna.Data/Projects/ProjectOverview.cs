using Antenna.Data.Runs;

namespace Antenna.Data.Projects;

/// <summary>A project as the start page shows it.</summary>
/// <param name="Verified">Occurrences that a person determined.</param>
/// <param name="CaptureSets">In the order of their names.</param>
/// <param name="LastRuns">Newest first, at most <see cref="ProjectOverviews.LastRuns"/>.</param>
public sealed record ProjectOverview(
    long Id,
    string Name,
    bool IsDemo,
    DateTime CreatedAt,
    long Deployments,
    long Captures,
    long Occurrences,
    long Verified,
    IReadOnlyList<CaptureSetName> CaptureSets,
    IReadOnlyList<RunRow> LastRuns);

/// <summary>A capture set as pages name it.</summary>
public sealed record CaptureSetName(long Id, string Name);

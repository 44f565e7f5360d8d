using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Scopes;

namespace Antenna.Data.Runs;

/// <summary>A run as the list shows it.</summary>
/// <param name="Task">The task's key.</param>
/// <param name="ScopeName">The capture set's name; null where the scope is another one.</param>
/// <param name="Source">The classifier whose lineages it looks at; null where it looks at those of every classifier.</param>
public sealed record RunRow(
    long Id,
    long ProjectId,
    string Project,
    string Task,
    RunScope Scope,
    string? ScopeName,
    AlgorithmName? Source,
    TaxaListVersionName? TaxaList,
    long RequestedById,
    string RequestedBy,
    RunSnapshot Progress)
{
    /// <summary>How many occurrences were picked, where the scope is a selection.</summary>
    public int? Selected { get; init; }

    /// <summary>The run that this one undoes; null for a run of a task.</summary>
    public long? UndoesRunId { get; init; }

    /// <summary>The newest run that undoes this one, whether it is under way, ended or failed; null where none does.</summary>
    public long? UndoneByRunId { get; init; }

    /// <summary>The standing mask that launched it; null where a person did.</summary>
    public long? StandingMaskId { get; init; }
}

/// <summary>Which runs to list. What is null does not filter.</summary>
public sealed record RunFilter
{
    public long? ProjectId { get; init; }

    public RunState? State { get; init; }

    public string? Task { get; init; }

    public long? CaptureSetId { get; init; }

    public long? OccurrenceId { get; init; }

    public long? SelectionId { get; init; }

    /// <summary>Looked at a thing of this kind.</summary>
    public RunScopeKind? ScopeKind { get; init; }

    /// <summary>Any version of this taxa list.</summary>
    public long? TaxaListId { get; init; }

    /// <summary>Just this version of a taxa list.</summary>
    public long? TaxaListVersionId { get; init; }

    public long? RequestedById { get; init; }

    /// <summary>A standing mask launched it, after an import; or a person did.</summary>
    public bool? ByStandingMask { get; init; }

    /// <summary>Launched on this day (UTC) or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Launched on this day (UTC) or earlier.</summary>
    public DateOnly? To { get; init; }

    /// <summary>So many occurrences, or more, are determined otherwise than before it.</summary>
    public int? MinUpdated { get; init; }

    /// <summary>So many occurrences, or fewer, are determined otherwise than before it.</summary>
    public int? MaxUpdated { get; init; }

    /// <summary>Some row came to an outcome of this kind.</summary>
    public OutcomeKind? SomeRows { get; init; }

    /// <summary>No row came to an outcome of this kind.</summary>
    public OutcomeKind? NoRows { get; init; }

    /// <summary>What of it a run passes for good, or never: states and counts change while a run is under way.</summary>
    public RunFilter Lasting => this with { State = null, MinUpdated = null, MaxUpdated = null, SomeRows = null, NoRows = null };

    /// <summary>Whether a list with this filter has the run.</summary>
    public bool Matches(RunRow run, IOutcomeKinds kinds) =>
        (ProjectId is null || run.ProjectId == ProjectId)
        && (State is null || run.Progress.State == State)
        && (Task is null || run.Task == Task)
        && (CaptureSetId is null || run.Scope.CaptureSetId == CaptureSetId)
        && (OccurrenceId is null || run.Scope.OccurrenceId == OccurrenceId)
        && (SelectionId is null || run.Scope.SelectionId == SelectionId)
        && (ScopeKind is null || run.Scope.Kind == ScopeKind)
        && (TaxaListId is null || run.TaxaList?.TaxaListId == TaxaListId)
        && (TaxaListVersionId is null || run.TaxaList?.VersionId == TaxaListVersionId)
        && (RequestedById is null || run.RequestedById == RequestedById)
        && (ByStandingMask is null || run.StandingMaskId is not null == ByStandingMask)
        && (From is null || DateOnly.FromDateTime(run.Progress.CreatedAt) >= From)
        && (To is null || DateOnly.FromDateTime(run.Progress.CreatedAt) <= To)
        && (MinUpdated is null || run.Progress.OccurrencesUpdated >= MinUpdated)
        && (MaxUpdated is null || run.Progress.OccurrencesUpdated <= MaxUpdated)
        && (SomeRows is not { } some || HasRows(run, kinds.OfKind(some)))
        && (NoRows is not { } none || !HasRows(run, kinds.OfKind(none)));

    /// <summary>Whether a list with this filter may have a run, as far as its announcement tells.</summary>
    public bool MayMatch(Announcement change) =>
        (ProjectId is not { } project || change.BelongsTo(NewsSubject.Project, project))
        && (CaptureSetId is not { } set || change.BelongsTo(NewsSubject.CaptureSet, set))
        && (OccurrenceId is not { } occurrence || change.BelongsTo(NewsSubject.Occurrence, occurrence))
        && (TaxaListVersionId is not { } version || change.BelongsTo(NewsSubject.TaxaListVersion, version));

    private static bool HasRows(RunRow run, IReadOnlyDictionary<string, string[]> outcomes) =>
        outcomes.TryGetValue(run.Task, out var keys) && keys.Any(key => run.Progress.Counters[key] > 0);
}

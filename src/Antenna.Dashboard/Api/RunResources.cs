using Antenna.Dashboard.Runs;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Api;

/// <summary>A run, as lists have it, with its counters.</summary>
/// <param name="Task">The task's key.</param>
/// <param name="Title">What it does, in a few words.</param>
/// <param name="Source">The classifier whose lineages it looks at; null where it looks at those of every classifier.</param>
/// <param name="TaxaList">The version that it masks to; null for a task without a list.</param>
/// <param name="Total">Rows in scope; null until they have been counted.</param>
/// <param name="Checked">Rows that came to an outcome.</param>
/// <param name="Counters">Rows by the outcome that they came to; tasks/ says what each means.</param>
/// <param name="OccurrencesUpdated">Distinct occurrences whose determined taxon is now another than before.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="WaitsForRun">The run that it waits for while it is queued.</param>
/// <param name="UndoesRun">The run that this one undoes; null for a run of a task.</param>
/// <param name="UndoneByRun">The newest run that undoes this one.</param>
/// <param name="StandingMask">The standing mask that launched it; null where a person did.</param>
public record RunResource(
    long Id, string Details, NamedReference Project, string Task, string Title, RunState State, RunScopeResource Scope, AlgorithmReference? Source,
    TaxaListVersionReference? TaxaList, NamedReference RequestedBy, DateTime CreatedAt, DateTime? StartedAt, DateTime? FinishedAt, long? Total, long Checked,
    IReadOnlyDictionary<string, long> Counters, long OccurrencesUpdated, string? Failure, long? WaitsForRun, long? UndoesRun, long? UndoneByRun,
    long? StandingMask)
{
    internal static RunResource Of(RunRow run, PostProcessingTasks tasks, HttpRequest request) => new(
        run.Id,
        ApiLinks.Details(request, RunEndpoints.Path, run.Id),
        new(run.ProjectId, run.Project),
        run.Task,
        tasks.Find(run.Task)?.TitleOf(run) ?? run.Task,
        run.Progress.State,
        new(
            run.Scope.CaptureSetId is { } set ? new(set, run.ScopeName ?? "") : null, run.Scope.OccurrenceId, run.Scope.SelectionId, run.Selected),
        run.Source is { } source ? AlgorithmReference.Of(source) : null,
        TaxaListVersionReference.Of(run.TaxaList),
        new(run.RequestedById, run.RequestedBy),
        run.Progress.CreatedAt,
        run.Progress.StartedAt,
        run.Progress.FinishedAt,
        run.Progress.Total,
        run.Progress.Counters.Checked,
        run.Progress.Counters.ToDictionary(),
        run.Progress.OccurrencesUpdated,
        run.Progress.Failure,
        run.Progress.WaitsForRunId,
        run.UndoesRunId,
        run.UndoneByRunId,
        run.StandingMaskId);
}

/// <summary>What a run looks at: exactly one of a capture set, an occurrence and a selection.</summary>
/// <param name="Selection">What 'selection' of occurrences names.</param>
/// <param name="Selected">How many occurrences the selection has.</param>
public sealed record RunScopeResource(NamedReference? CaptureSet, long? Occurrence, long? Selection, int? Selected);

/// <summary>A run with its settings and its history.</summary>
public sealed record RunDetailResource : RunResource
{
    private RunDetailResource(RunResource run)
        : base(run)
    {
    }

    /// <summary>The algorithm whose rows it writes; null where it writes none.</summary>
    public required AlgorithmReference? Algorithm { get; init; }

    /// <summary>As they were frozen when it was launched, by the keys that a launch has them by; empty for an undo.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Rows a transaction.</summary>
    public required int BatchSize { get; init; }

    /// <summary>By outcome, the first rows of those that a person may want to look at.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<long>> Listed { get; init; }

    /// <summary>The states that it came into, in their order.</summary>
    public required IReadOnlyList<RunStateResource> States { get; init; }

    internal static RunDetailResource Of(RunDetails run, PostProcessingTasks tasks, HttpRequest request) => new(RunResource.Of(run.Run, tasks, request))
    {
        Algorithm = run.Algorithm is { } algorithm ? AlgorithmReference.Of(algorithm) : null,
        Settings = tasks.Find(run.Run.Task) is IPostProcessingTask task ? task.ValuesOf(run.Settings).All : new Dictionary<string, string>(),
        BatchSize = run.BatchSize,
        Listed = run.Listed,
        States = [.. run.States.Select(state => new RunStateResource(state.State, state.At, state.Person))],
    };
}

/// <summary>A state that a run came into.</summary>
/// <param name="Person">Who did it; null where the run came into it by itself.</param>
public sealed record RunStateResource(RunState State, DateTime At, string? Person);

/// <summary>What a run changed, as it left it.</summary>
/// <param name="Transitions">From one determined taxon to another, most frequent first.</param>
/// <param name="TransitionsCount">How many different ones there are; more than are listed where the list is cut.</param>
/// <param name="TaxonChanged">Occurrences that are another taxon than before; occurrences/?run= lists them.</param>
/// <param name="ScoreOnly">Occurrences that stayed what they are at another score.</param>
/// <param name="Kept">Occurrences of which a row was rewritten while the determination stayed.</param>
/// <param name="Undetermined">Occurrences of which a row was rewritten that have no determination, before or after.</param>
public sealed record RunChangesResource(
    IReadOnlyList<RunTransitionResource> Transitions, long TransitionsCount, long TaxonChanged, long ScoreOnly, long Kept, long Undetermined)
{
    internal static RunChangesResource Of(RunChanges changes) => new(
        [.. changes.Transitions.Select(each => new RunTransitionResource(TaxonReference.Of(each.From), TaxonReference.Of(each.To), each.Occurrences))],
        changes.TransitionCount, changes.TaxonChanged, changes.ScoreOnly, changes.Kept, changes.Undetermined);
}

/// <summary>Occurrences that went from one determined taxon to another; null is none.</summary>
public sealed record RunTransitionResource(TaxonReference? From, TaxonReference? To, long Occurrences);

/// <summary>A line of a run's log.</summary>
/// <param name="Data">What belongs to the message, by name: the part and the attempt that failed, the kind of error; null where nothing does.</param>
public sealed record RunLogLineResource(long Id, DateTime At, RunLogLevel Level, string Message, IReadOnlyDictionary<string, string>? Data)
{
    internal static RunLogLineResource Of(RunLogLine line) =>
        new(line.Id, line.At, line.Level, line.Message, RunLogData.Parse(line.Data) is { Count: > 0 } data ? data.ToDictionary() : null);
}

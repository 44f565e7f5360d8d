using System.Text.Json.Serialization;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Api;

/// <summary>A request to run a task over a scope: exactly one of a capture set, an occurrence and occurrences.</summary>
/// <remarks>
/// Its members are named as the command line's options, which is what problems name too. Null is as good as nothing: generated
/// clients send it for what was not set.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LaunchRequest
{
    /// <summary>The task's key, as tasks/ has it.</summary>
    public string? Task { get; init; }

    /// <summary>The capture set, by id.</summary>
    [JsonPropertyName("capture-set")]
    public long? CaptureSet { get; init; }

    /// <summary>The one occurrence, by id.</summary>
    public long? Occurrence { get; init; }

    /// <summary>A selection of occurrences of one project, by id: 1,000 at most.</summary>
    public IReadOnlyList<long>? Occurrences { get; init; }

    /// <summary>The task's settings as texts, by the keys of its fields; those that are left out have their defaults.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}

/// <summary>The runs that a request led to, in their order.</summary>
public sealed record LaunchedRuns(IReadOnlyList<LaunchedRunResource> Runs)
{
    internal static LaunchedRuns Of(IReadOnlyList<LaunchedRun> runs, HttpRequest request) => new(
        [.. runs.Select(run => new LaunchedRunResource(run.RunId, ApiLinks.Details(request, RunEndpoints.Path, run.RunId), run.Label, run.AlreadyUnderWay))]);
}

/// <summary>A run that was launched, which is at Details.</summary>
/// <param name="Label">What tells it from the others of its request: a classifier's name, mostly.</param>
/// <param name="AlreadyUnderWay">One that does the same was under way; no second one was made.</param>
public sealed record LaunchedRunResource(long Id, string Details, string Label, bool AlreadyUnderWay);

/// <summary>What a launch would do: the runs that it would become, in their order. Nothing was written.</summary>
public sealed record DryRunResource(IReadOnlyList<PlannedRunResource> Runs);

/// <summary>A run as it would end.</summary>
/// <param name="Task">The task's key.</param>
/// <param name="Title">What it would do, in a few words.</param>
/// <param name="Label">What tells it from the others of its request: a classifier's name, mostly.</param>
/// <param name="Checked">Rows in scope.</param>
/// <param name="Counters">Rows by the outcome that they would come to; tasks/ says what each means.</param>
/// <param name="OccurrencesUpdated">Occurrences whose determined taxon would be another than now.</param>
/// <param name="Warnings">What to know before it runs.</param>
public sealed record PlannedRunResource(
    string Task, string Title, string Label, long Checked, IReadOnlyDictionary<string, long> Counters, long OccurrencesUpdated,
    IReadOnlyList<string> Warnings)
{
    internal static PlannedRunResource Of(RunPlan plan, DryRunCounts counts) => new(
        plan.Task, plan.Title, plan.Label, counts.Counters.Checked, counts.Counters.ToDictionary(), counts.OccurrencesUpdated, plan.Warnings);
}

/// <summary>The state that a run is in after it was canceled or resumed.</summary>
public sealed record RunStateAnswer(long Id, Data.Model.RunState State);

/// <summary>A request that says nothing more: {}.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmptyRequest;

/// <summary>A request to undo a run.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UndoRequest
{
    /// <summary>The runs that stand on it and may be undone before it, as the plan of its undo names them.</summary>
    public IReadOnlyList<long>? Standing { get; init; }
}

/// <summary>What undoing a run would do.</summary>
/// <param name="IsRedo">The run is an undo itself: undoing it does again what it undid.</param>
/// <param name="Standing">The runs that stand on it and have to be undone before it, newest first.</param>
/// <param name="Occurrences">Occurrences that the run touched.</param>
/// <param name="Written">Rows that it wrote, and that would go.</param>
/// <param name="TaxonChanged">Occurrences that became another taxon by it.</param>
/// <param name="WhyNot">Why it cannot be undone; null where it can be, once those that stand on it are.</param>
public sealed record UndoPlanResource(
    long RunId, bool IsRedo, IReadOnlyList<long> Standing, long Occurrences, long Written, long TaxonChanged, string? WhyNot)
{
    internal static UndoPlanResource Of(UndoPlan plan) =>
        new(plan.RunId, plan.IsRedo, plan.Standing, plan.Occurrences, plan.Written, plan.TaxonChanged, plan.WhyNot);
}

/// <summary>A task that can be launched.</summary>
/// <param name="Fields">Its settings.</param>
/// <param name="Outcomes">What can become of a row: what the counters of its runs count.</param>
public sealed record TaskResource(
    string Key, string Name, string Description, IReadOnlyList<TaskFieldResource> Fields, IReadOnlyList<TaskOutcomeResource> Outcomes)
{
    internal static TaskResource Of(IPostProcessingTask task) => new(
        task.Key,
        task.Name,
        task.Description,
        [.. task.Fields.Select(field => new TaskFieldResource(
            field.Key, field.Kind, field.Label, field.Help, field.Default, field.IsRequired, [.. field.Choices.Select(choice => choice.Value)]))],
        [.. task.Outcomes.Select(outcome => new TaskOutcomeResource(outcome.Key, outcome.Kind, outcome.Label, outcome.Meaning))]);
}

/// <summary>A setting of a task.</summary>
/// <param name="Key">What a launch names it by.</param>
/// <param name="Default">The value that it has unless another is given; null for none.</param>
/// <param name="Choices">The values that can be chosen; empty where any of its kind can.</param>
public sealed record TaskFieldResource(
    string Key, TaskFieldKind Kind, string Label, string Help, string? Default, bool IsRequired, IReadOnlyList<string> Choices);

/// <summary>What can become of a row under a task.</summary>
/// <param name="Label">Follows the number of rows.</param>
/// <param name="Meaning">Why, or what it says of the row.</param>
public sealed record TaskOutcomeResource(string Key, OutcomeKind Kind, string Label, string Meaning);

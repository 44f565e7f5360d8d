using System.Diagnostics;
using System.Diagnostics.Metrics;
using Antenna.Data.Model;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// The activities and measurements of runs: one source, one meter, and the names in both. Without a listener nothing of it
/// costs more than a comparison.
/// </summary>
/// <remarks>
/// Starting a run is an activity on the node that does it. A part is one on the node that executes it: within that of the run
/// where the run is one part, which its starter executes at once. A batch is one within its part. All of a run have its id.
/// Tags name ids, tasks and states, never what people entered.
/// </remarks>
public static class Telemetry
{
    /// <summary>The name of the source and of the meter, which an exporter asks for.</summary>
    public const string Name = "Antenna";

    /// <summary>The id of the run.</summary>
    public const string RunTag = "antenna.run.id";

    /// <summary>The key of the run's task.</summary>
    public const string TaskTag = "antenna.task";

    /// <summary>The number of the part within its run.</summary>
    public const string PartTag = "antenna.part.number";

    /// <summary>The attempt, its fencing token: 1 the first time.</summary>
    public const string AttemptTag = "antenna.attempt";

    /// <summary>The outcome of a run, a part, or rows.</summary>
    public const string OutcomeTag = "antenna.outcome";

    private static readonly string? Version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);

    public static ActivitySource Activities { get; } = new(Name, Version);

    public static Meter Meter { get; } = new(Name, Version);

    /// <summary>Runs that ended, by task and outcome.</summary>
    public static Counter<long> RunsEnded { get; } =
        Meter.CreateCounter<long>("antenna.runs.ended", "{run}", "Runs that ended, by task and outcome.");

    /// <summary>Parts that this node works on now, by task.</summary>
    public static UpDownCounter<long> PartsActive { get; } =
        Meter.CreateUpDownCounter<long>("antenna.parts.active", "{part}", "Parts of runs that this node works on now, by task.");

    /// <summary>How long a batch took from the end of the one before to its commit, by task.</summary>
    public static Histogram<double> BatchDuration { get; } =
        Meter.CreateHistogram<double>("antenna.batch.duration", "s", "Time of a batch, the wait for its rows included, until its commit, by task.");

    /// <summary>Rows of committed batches, by task and outcome.</summary>
    public static Counter<long> Rows { get; } =
        Meter.CreateCounter<long>("antenna.rows", "{row}", "Rows of committed batches, by task and outcome.");

    /// <summary>Begins to start a run, and to execute it where it is one part; dispose of it when this node is done with that.</summary>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? StartRun(long runId) =>
        Activities.StartActivity("run")?.SetTag(RunTag, runId);

    /// <summary>Begins a part of a run; dispose of it when this node is done with it.</summary>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? StartPart(string task, long runId, int number, long attempt) =>
        Start("part", task, runId)?.SetTag(PartTag, number).SetTag(AttemptTag, attempt);

    /// <summary>Begins a batch; dispose of it when it is committed or abandoned.</summary>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? StartBatch(string task, long runId) =>
        Start("batch", task, runId);

    /// <summary>What a run's end is called in measurements.</summary>
    internal static string NameOf(RunState state) => state switch
    {
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        RunState.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A run does not end so."),
    };

    /// <summary>Records that an activity failed, with the kind of error and never its text, which may hold anything.</summary>
    public static void Fail(Activity? activity, Exception exception) =>
        activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().FullName);

    private static Activity? Start(string what, string task, long runId) =>
        Activities.StartActivity($"{what} {task}")?.SetTag(TaskTag, task).SetTag(RunTag, runId);
}

using Antenna.Dashboard.Runs;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What a run noted on its way, newest first, and the rows that a person may want to look at.</summary>
public sealed partial class RunLogTable(PostProcessingTasks tasks) : ComponentBase
{
    private bool _warningsOnly;

    [Parameter, EditorRequired]
    public RunDetails Run { get; set; } = null!;

    private IReadOnlyList<RunLogLine> Log => Run.Log;

    private bool HasInformation => Log.Any(line => line.Level is RunLogLevel.Information);

    /// <summary>One sentence an outcome that is listed, however many rows came to it.</summary>
    private IEnumerable<string> Listed
    {
        get
        {
            var task = tasks.Get(Run.Run.Task);
            return task.Outcomes.Where(outcome => Run.Listed.ContainsKey(outcome.Key))
                .Select(outcome => RunSummary.Listed(task, outcome, Run.Run.Progress.Counters[outcome.Key], Run.Listed[outcome.Key]));
        }
    }
}

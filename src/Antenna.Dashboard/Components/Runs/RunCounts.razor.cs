using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Counters of a run, each with the sign that it has in the progress bar.</summary>
public sealed partial class RunCounts(PostProcessingTasks tasks) : ComponentBase
{
    /// <summary>The task's key.</summary>
    [Parameter, EditorRequired]
    public string Task { get; set; } = null!;

    [Parameter, EditorRequired]
    public OutcomeCounts Counters { get; set; } = null!;

    [Parameter, EditorRequired]
    public long OccurrencesUpdated { get; set; }

    /// <summary>What to call those; a dry run only would.</summary>
    [Parameter]
    public string Updated { get; set; } = "Occurrences updated";

    /// <summary>Where the rows of an outcome are shown, by its key; null for nowhere.</summary>
    [Parameter]
    public Func<string, string?>? LinkOf { get; set; }

    /// <summary>Where the updated occurrences are shown; null for nowhere.</summary>
    [Parameter]
    public string? UpdatedLink { get; set; }

    /// <summary>What changes and what does not, always; what is left or skipped where there is any.</summary>
    private IEnumerable<(string Key, string Name, long Value, string Kind)> Counts
    {
        get
        {
            var task = tasks.Get(Task);
            return task.Outcomes
                .Where(outcome => outcome.Kind is OutcomeKind.Changed or OutcomeKind.Unchanged || Counters[outcome.Key] > 0)
                .Select(outcome => (outcome.Key, OutcomeStyles.NameOf(outcome), Counters[outcome.Key], OutcomeStyles.ClassOf(task, outcome)));
        }
    }
}

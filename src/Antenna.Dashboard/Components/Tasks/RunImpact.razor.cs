using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Tasks;

/// <summary>What one run would change: its counts, its sentence and its warnings.</summary>
public sealed partial class RunImpact(PostProcessingTasks tasks) : ComponentBase
{
    [Parameter, EditorRequired]
    public PlannedRun Impact { get; set; } = null!;

    /// <summary>Whether to name the run, to tell it from others beside it.</summary>
    [Parameter]
    public bool ShowsLabel { get; set; }

    /// <summary>Where the rows of an outcome are shown, by its key; null for nowhere.</summary>
    [Parameter]
    public Func<string, string?>? LinkOf { get; set; }

    /// <summary>Where the occurrences are shown that would be updated; null for nowhere.</summary>
    [Parameter]
    public string? UpdatedLink { get; set; }

    private IRunTask Task => tasks.Get(Impact.Plan.Task);

    private string CountingText => Impact.InScope is { } total
        ? $"Counting: {Figures.Count(Impact.Counts.Counters.Checked)} of {RunSummary.Count(total, Task.Rows)}"
        : $"Counting: {RunSummary.Count(Impact.Counts.Counters.Checked, Task.Rows)}";
}

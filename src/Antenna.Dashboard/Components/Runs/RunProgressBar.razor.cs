using Antenna.Dashboard.Components.Look;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>How far a run is, and what became of the rows so far, on the scale of all that are in scope.</summary>
public sealed partial class RunProgressBar(PostProcessingTasks tasks) : ComponentBase
{
    /// <summary>The task's key.</summary>
    [Parameter, EditorRequired]
    public string Task { get; set; } = null!;

    [Parameter, EditorRequired]
    public OutcomeCounts Counters { get; set; } = null!;

    /// <summary>Rows in scope; null until they have been counted.</summary>
    [Parameter, EditorRequired]
    public long? Total { get; set; }

    private IRunTask RunTask => tasks.Get(Task);

    private string Text => Total is { } total
        ? $"{Figures.Count(Counters.Checked)} of {Figures.Count(total)} {RunTask.Rows.Many} checked"
        : $"Counting the {RunTask.Rows.Many} in scope";

    private IEnumerable<(string Label, string Kind, long Rows)> Parts =>
        RunTask.Outcomes.Select(outcome => (outcome.Label, OutcomeStyles.ClassOf(RunTask, outcome), Counters[outcome.Key]));

    private double Share(long rows) => Total is > 0 and var total ? rows / (double)total : 0;
}

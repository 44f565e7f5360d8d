using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Runs as rows.</summary>
public sealed partial class RunsTable(PostProcessingTasks tasks, TimeProvider time) : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<RunRow> Runs { get; set; } = null!;

    [Parameter]
    public bool ShowsScopes { get; set; } = true;

    [Parameter]
    public bool ShowsProjects { get; set; } = true;

    /// <summary>The list that they are of, to come back to; null where they are only some of many things on a page.</summary>
    [Parameter]
    public RunsAddress? List { get; set; }

    private static string SoFar(RunSnapshot run) => run switch
    {
        { State: RunState.Queued, WaitsForRunId: { } before } => $"waits for run {before}",
        { State: RunState.Queued } => "waiting",
        { Total: { } total } => $"{Figures.Count(run.Counters.Checked)} of {Figures.Count(total)}",
        _ => "counting",
    };
}

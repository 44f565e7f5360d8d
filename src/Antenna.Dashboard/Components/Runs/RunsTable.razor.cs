using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Runs as rows.</summary>
public sealed partial class RunsTable : ComponentBase
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

    private static string SoFar(RunSnapshot run) => run.Total is { } total
        ? $"{Figures.Count(run.Counters.Checked)} of {Figures.Count(total)}"
        : run.State is RunState.Queued ? "waiting" : "counting";
}

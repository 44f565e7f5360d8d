using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What a run was asked to do, by whom and when.</summary>
public sealed partial class RunSettingsTable(PostProcessingTasks tasks) : ComponentBase
{
    [Parameter, EditorRequired]
    public RunDetails Run { get; set; } = null!;

    /// <summary>The name of the setting that is a list's version, which has a page.</summary>
    private const string TaxaListRow = "Taxa list";

    private IEnumerable<(string Name, string Value)> Rows =>
    [
        .. tasks.Get(Run.Run.Task).Describe(Run.Settings),
        ("Rows a batch", Figures.Count(Run.BatchSize)),
        .. Run.Run.Progress.Parts > 1 ? [("Parts", Figures.Count(Run.Run.Progress.Parts))] : Array.Empty<(string, string)>(),
        .. Run.States.Select(state => (StateName(state.State), $"{Figures.Moment(state.At)}{(state.Person is { } person ? $" by {person}" : "")}")),
        .. Run.Run.Progress.Reclaims > 0
            ? [("Parts taken up again", $"{Figures.Count(Run.Run.Progress.Reclaims, "time", "times")}, each from the last batch")]
            : Array.Empty<(string, string)>(),
    ];

    private static string StateName(RunState state) => state switch
    {
        RunState.Queued => "Launched",
        RunState.Running => "Started",
        RunState.Canceling => "Cancel asked for",
        _ => state.ToString(),
    };
}

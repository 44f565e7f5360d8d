using Antenna.Data.Model;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>A run's state as a word with its sign; red only for the one that needs a person.</summary>
public sealed partial class RunStateBadge : ComponentBase
{
    [Parameter, EditorRequired]
    public RunState State { get; set; }

    private string Word => State switch
    {
        RunState.Canceling => "Canceling…",
        RunState.Running => "Running…",
        _ => State.ToString(),
    };

    private string Class => State switch
    {
        RunState.Failed => "failed",
        RunState.Succeeded => "succeeded",
        RunState.Running or RunState.Canceling => "moving",
        _ => "",
    };

    private string Icon => State switch
    {
        RunState.Queued => Icons.Material.Outlined.Schedule,
        RunState.Running or RunState.Canceling => Icons.Material.Outlined.PlayCircle,
        RunState.Succeeded => Icons.Material.Outlined.CheckCircle,
        RunState.Failed => Icons.Material.Outlined.Error,
        RunState.Canceled => Icons.Material.Outlined.DoNotDisturbOn,
        _ => Icons.Material.Outlined.History,
    };
}

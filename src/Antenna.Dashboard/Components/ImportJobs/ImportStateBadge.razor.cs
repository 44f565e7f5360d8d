using Antenna.Data.Model;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>An import's state as a word with its sign; red only for the one that needs a person.</summary>
public sealed partial class ImportStateBadge : ComponentBase
{
    [Parameter, EditorRequired]
    public ImportState State { get; set; }

    private string Word => State is ImportState.Running or ImportState.Canceling ? $"{State}…" : State.ToString();

    private string Class => State switch
    {
        ImportState.Failed => "failed",
        ImportState.Succeeded => "succeeded",
        ImportState.Running or ImportState.Canceling => "moving",
        _ => "",
    };

    private string Icon => State switch
    {
        ImportState.Queued => Icons.Material.Outlined.Schedule,
        ImportState.Running or ImportState.Canceling => Icons.Material.Outlined.PlayCircle,
        ImportState.Succeeded => Icons.Material.Outlined.CheckCircle,
        ImportState.Failed => Icons.Material.Outlined.Error,
        _ => Icons.Material.Outlined.DoNotDisturbOn,
    };
}

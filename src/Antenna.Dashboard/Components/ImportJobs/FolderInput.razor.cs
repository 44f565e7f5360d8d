using Antenna.Dashboard.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>Lets a person choose a folder of their computer. The script <c>folders.js</c> names each file by its path.</summary>
public sealed partial class FolderInput : ComponentBase
{
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What the folder is to be.</summary>
    [Parameter, EditorRequired]
    public string Help { get; set; } = "";

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Its files are chosen: none where it holds nothing to import, and one more than may be sent where it holds too many.</summary>
    [Parameter, EditorRequired]
    public EventCallback<IReadOnlyList<IBrowserFile>> OnChoose { get; set; }

    private Task ChooseAsync(InputFileChangeEventArgs chosen) =>
        OnChoose.InvokeAsync(chosen.FileCount == 0 ? [] : chosen.GetMultipleFiles(int.Max(chosen.FileCount, SentFolder.MostFiles)));
}

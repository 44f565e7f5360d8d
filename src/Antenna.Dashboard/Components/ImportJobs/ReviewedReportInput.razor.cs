using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>Lets a person choose a report on the names of a list, of which they left the suggestions that are right.</summary>
public sealed partial class ReviewedReportInput : ComponentBase
{
    private int _choices;

    /// <summary>The report that counts; null where none was chosen.</summary>
    [Parameter]
    public ReviewedReport? Report { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<IBrowserFile> OnChoose { get; set; }

    private async Task ChooseAsync(InputFileChangeEventArgs chosen)
    {
        if (chosen.FileCount == 0)
            return;
        await OnChoose.InvokeAsync(chosen.File);

        // A browser tells of the same file chosen again, once it is put right, only where none was chosen.
        _choices++;
    }
}

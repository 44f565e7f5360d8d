using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Projects;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Start;

/// <summary>A project: some of its animals, how much is in it, and the ways into it.</summary>
public sealed partial class ProjectCard(IDialogService dialogs, CurrentProject current) : ComponentBase
{
    [Parameter, EditorRequired]
    public ProjectOverview Overview { get; set; } = null!;

    /// <summary>The project is gone.</summary>
    [Parameter]
    public EventCallback OnRemoved { get; set; }

    private ProjectSummary Project => Overview.Project;

    private string HeadingId => $"project-{Project.Id}";

    private async Task AskToRemoveAsync()
    {
        var parameters = new DialogParameters<RemoveDemoDialog> { { dialog => dialog.ProjectId, Project.Id } };
        var dialog = await dialogs.ShowAsync<RemoveDemoDialog>("Remove the demo?", parameters);
        if (await dialog.Result is null or { Canceled: true })
            return;
        current.Forget(Project.Id);
        await OnRemoved.InvokeAsync();
    }
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Projects;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Projects;

/// <summary>How much is in a project, and the ways into it.</summary>
public sealed partial class ProjectFacts : ComponentBase
{
    [Parameter, EditorRequired]
    public ProjectSummary Project { get; set; } = null!;

    /// <summary>More ways into it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private IEnumerable<(string Name, long Count, string? Link)> Facts =>
    [
        ("Occurrences", Project.Occurrences, DashboardUrls.Occurrences(Project.Id)),
        ("Capture sets", Project.CaptureSets, DashboardUrls.CaptureSets(Project.Id)),
        ("Runs", Project.Runs, DashboardUrls.Runs(Project.Id)),
        ("Captures", Project.Captures, null),
        ("Stations", Project.Deployments, null),
    ];
}

using Antenna.Dashboard.Components.Addresses;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>
/// Shows a page, or that its address names a project that is not there: a list of what such a project has would be empty, and not
/// say why.
/// </summary>
public sealed partial class ProjectInAddress(CurrentProject current, NavigationManager navigation) : ComponentBase
{
    /// <summary>The page.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    private string Address => navigation.ToBaseRelativePath(navigation.Uri);

    /// <summary>The project of the address, where it was looked for and not found; null for any other.</summary>
    private long? MissingId => ProjectPages.TryRead(Address, out var named) && named == current.MissingId ? named : null;
}

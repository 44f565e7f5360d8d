using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Look;

/// <summary>Leads from one page of a list that is newest first to the next.</summary>
public sealed partial class PageLinks : ComponentBase
{
    /// <summary>What is listed: "detections".</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>The page before; null on the first.</summary>
    [Parameter]
    public string? Previous { get; set; }

    /// <summary>The page after; null on the last.</summary>
    [Parameter]
    public string? Next { get; set; }
}

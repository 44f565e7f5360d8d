using Antenna.Dashboard.Components.Addresses;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>Leads from one page to the next.</summary>
public sealed partial class OccurrencePager : ComponentBase
{
    [Parameter, EditorRequired]
    public OccurrencesAddress Address { get; set; } = null!;

    /// <summary>The cursor of the page before; null on the first.</summary>
    [Parameter]
    public string? Previous { get; set; }

    /// <summary>The cursor of the page after; null on the last.</summary>
    [Parameter]
    public string? Next { get; set; }
}

using Antenna.Dashboard.Components.Addresses;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Leads to the occurrence before or after, or says that there is none.</summary>
public sealed partial class NeighbourLink : ComponentBase
{
    /// <summary>What the link is to this page: prev or next.</summary>
    [Parameter, EditorRequired]
    public string Rel { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Name { get; set; } = null!;

    /// <summary>Null where there is none.</summary>
    [Parameter]
    public OccurrenceAddress? Address { get; set; }

    /// <summary>The key that follows the link: the first letter of its name.</summary>
    private string Key => Name[..1];
}

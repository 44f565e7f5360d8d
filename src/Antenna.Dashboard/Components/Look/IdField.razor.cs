using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Look;

/// <summary>Takes an id, or none.</summary>
public sealed partial class IdField : ComponentBase
{
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public long? Value { get; set; }

    [Parameter]
    public EventCallback<long?> ValueChanged { get; set; }
}

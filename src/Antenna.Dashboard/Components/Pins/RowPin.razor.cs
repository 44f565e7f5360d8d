using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Pins;

/// <summary>Pins an occurrence from its row in a list, or takes its pin away.</summary>
public sealed partial class RowPin : ComponentBase
{
    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    [Parameter]
    public bool IsPinned { get; set; }

    /// <summary>The occurrence is to be pinned, or its pin to be taken away.</summary>
    [Parameter]
    public EventCallback<long> OnToggled { get; set; }
}

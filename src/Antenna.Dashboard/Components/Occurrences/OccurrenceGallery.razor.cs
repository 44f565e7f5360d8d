using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Selection;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>A page of occurrences as their crops.</summary>
public sealed partial class OccurrenceGallery : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<OccurrenceRow> Rows { get; set; } = [];

    [Parameter, EditorRequired]
    public OccurrencesAddress Address { get; set; } = null!;

    [Parameter, EditorRequired]
    public OccurrenceSelection Selection { get; set; } = null!;

    [Parameter]
    public EventCallback<OccurrenceSelection> SelectionChanged { get; set; }

    /// <summary>Those of the rows that are pinned.</summary>
    [Parameter]
    public IReadOnlySet<long> Pinned { get; set; } = new HashSet<long>();

    /// <summary>An occurrence is to be pinned, or its pin to be taken away.</summary>
    [Parameter]
    public EventCallback<long> OnPinToggled { get; set; }

    private Task ToggleAsync(long id) => SelectionChanged.InvokeAsync(Selection.Toggle(id));

    private Task ToggleAllAsync() => SelectionChanged.InvokeAsync(Selection.ToggleAll(Rows));
}

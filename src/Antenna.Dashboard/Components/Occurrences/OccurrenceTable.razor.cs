using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Selection;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>A page of occurrences as rows; its heads sort the whole list.</summary>
public sealed partial class OccurrenceTable : ComponentBase
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

    private bool ShowsProject => Address.Filter.ProjectId is null;

    private Task ToggleAsync(long id) => SelectionChanged.InvokeAsync(Selection.Toggle(id));

    private Task ToggleAllAsync() => SelectionChanged.InvokeAsync(Selection.ToggleAll(Rows));

    /// <summary>The list in the first of two orders, or in the second where it is in the first already.</summary>
    private string Sort(OccurrenceOrder first, OccurrenceOrder second) => Address.In(Address.Order == first ? second : first);

    private string? Sorted(OccurrenceOrder ascending, OccurrenceOrder descending) =>
        Address.Order == ascending ? "ascending" : Address.Order == descending ? "descending" : null;

    private string Arrow(OccurrenceOrder ascending, OccurrenceOrder descending) =>
        Address.Order == ascending ? "↑" : Address.Order == descending ? "↓" : "";
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>A page of occurrences as rows; its heads sort the whole list.</summary>
public sealed partial class OccurrenceTable : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<OccurrenceRow> Rows { get; set; } = [];

    [Parameter, EditorRequired]
    public OccurrenceQuery Query { get; set; } = null!;

    [Parameter, EditorRequired]
    public OccurrenceSelection Selection { get; set; } = null!;

    [Parameter]
    public EventCallback<OccurrenceSelection> SelectionChanged { get; set; }

    private bool ShowsProject => Query.Filter.ProjectId is null;

    private Task ToggleAsync(long id) => SelectionChanged.InvokeAsync(Selection.Toggle(id));

    private Task ToggleAllAsync() => SelectionChanged.InvokeAsync(Selection.ToggleAll(Rows));

    /// <summary>The list in the first of two orders, or in the second where it is in the first already.</summary>
    private string Sort(OccurrenceOrder first, OccurrenceOrder second) => DashboardUrls.PageOfOccurrences(Query.In(Query.Order == first ? second : first));

    private string? Sorted(OccurrenceOrder ascending, OccurrenceOrder descending) =>
        Query.Order == ascending ? "ascending" : Query.Order == descending ? "descending" : null;

    private string Arrow(OccurrenceOrder ascending, OccurrenceOrder descending) =>
        Query.Order == ascending ? "↑" : Query.Order == descending ? "↓" : "";
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>Occurrences by any filter in any order, as a table or as their pictures, a page at a time.</summary>
public sealed partial class OccurrencesPage(
    OccurrenceList list, OccurrenceFilterCatalog filters, NavigationManager navigation, CurrentProject project) : LiveComponent
{
    private Page<OccurrenceRow>? _page;
    private OccurrenceFilterChoices? _choices;
    private OccurrenceFilterNames? _names;
    private IReadOnlyList<FilterChip> _chips = [];
    private OccurrenceSelection _selection = OccurrenceSelection.None;
    private SelectionOutcome? _outcome;

    /// <summary>What the page at hand was asked by; the address may be ahead of it.</summary>
    private OccurrenceQuery _shown = new();

    /// <summary>The project that the choices are of.</summary>
    private long? _choicesOf;

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var query = Query;
        var names = await filters.NamesAsync(query.Filter, cancellationToken);
        if (query.Filter.ProjectId is null && names.Project is { } only)
        {
            // Whatever filter says it, the address should too: the bar and its links follow the project.
            navigation.NavigateTo(DashboardUrls.PageOfOccurrences(query with { Filter = query.Filter with { ProjectId = only.Id } }), replace: true);
            return;
        }

        if (_choices is null || _choicesOf != query.Filter.ProjectId)
            (_choices, _choicesOf) = (await filters.ChoicesAsync(query.Filter.ProjectId, cancellationToken), query.Filter.ProjectId);
        var page = await list.ReadAsync(query.Filter, query.Order, query.Size, query.Cursor, cancellationToken);

        // The address has moved on meanwhile: what it says now is on its way.
        if (query != Query)
            return;
        if (query != _shown with { View = query.View })
            (_selection, _outcome) = (OccurrenceSelection.None, null);
        (_shown, _page, _names, _chips) = (query, page, names, FilterChip.Of(query.Filter, names));
        if (names.Project is { } current)
            project.Set(current.Id, current.Name);
    });

    private void Show(OccurrenceFilter filter)
    {
        if (filter != Query.Filter)
            navigation.NavigateTo(DashboardUrls.PageOfOccurrences(Query.By(filter)));
    }

    private void ChangeOrder(ChangeEventArgs change) =>
        navigation.NavigateTo(DashboardUrls.PageOfOccurrences(Query.In(DashboardUrls.Constant<OccurrenceOrder>(change.Value as string) ?? OccurrenceOrder.Newest)));

    private void ClearSelection() => _selection = OccurrenceSelection.None;

    private async Task OnActedAsync(SelectionOutcome outcome)
    {
        await ReadAsync();
        (_selection, _outcome) = (OccurrenceSelection.None, outcome);
    }

    private async Task OnUndoneAsync(SelectionOutcome undone)
    {
        await ReadAsync();
        _outcome = undone;
    }
}

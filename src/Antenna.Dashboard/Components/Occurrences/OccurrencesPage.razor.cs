using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Pins;
using Antenna.Dashboard.Components.Selection;
using Antenna.Data.Choices;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>Occurrences by any filter in any order, as a table or as their pictures, a page at a time.</summary>
public sealed partial class OccurrencesPage(
    OccurrenceList list, OccurrenceFilterCatalog filters, ChoiceCatalog choices, SelectionStore selections, PinnedOccurrences pins, CurrentProject project)
    : AddressedPage<OccurrencesAddress>
{
    private Page<OccurrenceRow>? _page;
    private IReadOnlyList<AlgorithmName>? _algorithms;
    private OccurrenceFilterNames? _names;
    private IReadOnlyList<FilterChip> _chips = [];
    private SelectionOutcome? _outcome;
    private HashSet<long> _pinned = [];

    /// <summary>What the page at hand was asked by; the address may be ahead of it.</summary>
    private OccurrencesAddress _shown = new();

    /// <summary>The project that the algorithms ran in.</summary>
    private long? _algorithmsOf;

    private bool _hasSeveralProjects;
    private bool _isFull;

    /// <summary>Of the project listed; more may be selected than is on the page at hand.</summary>
    private OccurrenceSelection Selection => selections.Of(_shown.Filter.ProjectId);

    protected override void OnInitialized()
    {
        FollowNews(selections.Concerns, (_, cancellationToken) => selections.ReadAsync(_shown.Filter.ProjectId, cancellationToken));
        FollowNews(change => change.Subject is NewsSubject.Pins, (_, cancellationToken) => ReadPinsAsync(cancellationToken));
    }

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var address = Address;
        var names = await filters.NamesAsync(address.Filter, cancellationToken);
        if (address.Filter.ProjectId is null && names.Project is { } only)
        {
            // Whatever filter says it, the address should too: the bar and its links follow the project.
            Replace(address with { Filter = address.Filter with { ProjectId = only.Id } });
            return;
        }

        if (_algorithms is null || _algorithmsOf != address.Filter.ProjectId)
        {
            _hasSeveralProjects = await choices.HasSeveralProjectsAsync(cancellationToken);
            (_algorithms, _algorithmsOf) = (await filters.AlgorithmsAsync(address.Filter.ProjectId, cancellationToken), address.Filter.ProjectId);
        }

        var page = await list.ReadAsync(address.Filter, address.Order, address.Size, address.Cursor, cancellationToken);

        await selections.ReadAsync(address.Filter.ProjectId, cancellationToken);

        // The address has moved on meanwhile: what it says now is on its way.
        if (address != Address)
            return;
        if (address != _shown with { View = address.View })
            _outcome = null;
        _isFull = false;
        (_shown, _page, _names, _chips) = (address, page, names, FilterChip.Of(address.Filter, names));
        if (names.Project is { } current)
            project.Choose(current.Id, current.Name);
        await ReadPinsAsync(cancellationToken);
    });

    private async Task ReadPinsAsync(CancellationToken cancellationToken)
    {
        if (_page is { } page)
            _pinned = (await pins.AmongAsync([.. page.Items.Select(row => row.Id)], cancellationToken)).ToHashSet();
    }

    private Task TogglePinAsync(long id) => LoadAsync(
        async cancellationToken =>
        {
            if (_pinned.Contains(id))
                await pins.UnpinAsync([id], cancellationToken);
            else if ((await pins.PinAsync([id], cancellationToken))[0].Outcome is PinOutcome.NoRoom)
                _outcome = new(PinText.NoRoom, [], []);
            await ReadPinsAsync(cancellationToken);
        },
        "The pin could not be saved");

    private void Show(OccurrenceFilter filter)
    {
        if (filter != Address.Filter)
            GoTo(Address.By(filter));
    }

    private void ChangeOrder(ChangeEventArgs change) =>
        GoTo(Address.In(AddressValue.Constant<OccurrenceOrder>(change.Value as string) ?? OccurrenceOrder.Newest));

    private Task ClearSelectionAsync() => SelectAsync(OccurrenceSelection.None);

    private Task SelectAsync(OccurrenceSelection selection) => LoadAsync(
        async cancellationToken => _isFull = !await selections.SetAsync(_shown.Filter.ProjectId, selection, cancellationToken),
        "What was selected could not be kept");

    private async Task OnActedAsync(SelectionOutcome outcome)
    {
        // What is done with is selected no longer.
        await ClearSelectionAsync();
        await ReadAsync();
        _outcome = outcome;
    }

    private async Task OnUndoneAsync(SelectionOutcome undone)
    {
        await ReadAsync();
        _outcome = undone;
    }
}

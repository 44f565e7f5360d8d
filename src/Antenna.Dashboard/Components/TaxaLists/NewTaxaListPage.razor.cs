using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>
/// Begins a taxa list without a file: with what people confirmed or classifiers predicted somewhere, as a copy, or empty. How much each
/// would be is shown before.
/// </summary>
public sealed partial class NewTaxaListPage(
    TaxaListCatalog lists,
    TaxaListCreation creation,
    TaxaEvidence evidence,
    ProjectCatalog projects,
    CaptureSetCatalog sets,
    ICurrentPerson currentPerson,
    CurrentProject project,
    NavigationManager navigation) : AddressedPage<NewTaxaListAddress>
{
    private const int Examples = 4;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private IReadOnlyList<TaxaListOverview>? _lists;
    private IReadOnlyList<TaxonEvidence> _confirmed = [];
    private IReadOnlyList<TaxonEvidence> _predicted = [];
    private (string Name, string Project)? _place;
    private (long?, long?, double)? _read;
    private string? _refusal;
    private bool _isShared;
    private bool _isMaking;

    /// <summary>What the list is to be called. Survives a lost circuit.</summary>
    [PersistentState]
    public string? Name { get; set; }

    private IReadOnlyList<TaxaListOverview> Copyable => [.. _lists!.Where(list => list.Newest is not null)];

    private TaxaListOverview? Copied => Copyable.FirstOrDefault(list => list.Id == Address.CopyOfId) ?? (Copyable is [var first, ..] ? first : null);

    /// <summary>What is chosen, of what is possible here.</summary>
    private ListBeginning Beginning => Address.Beginning switch
    {
        ListBeginning.Confirmed or ListBeginning.Predicted when _place is null => ListBeginning.Empty,
        ListBeginning.Copy when Copied is null => ListBeginning.Empty,
        var chosen => chosen,
    };

    private IReadOnlyList<long> TaxonIds => Beginning switch
    {
        ListBeginning.Confirmed => [.. _confirmed.Select(each => each.TaxonId)],
        ListBeginning.Predicted => [.. _predicted.Select(each => each.TaxonId)],
        _ => [],
    };

    private string MakeText => Beginning switch
    {
        ListBeginning.Copy => $"Make the list with {Figures.Count(Copied!.Newest!.EntryCount, "name", "names")}",
        ListBeginning.Empty => "Make an empty list",
        _ => $"Make the list with {Figures.Count(TaxonIds.Count, "species", "species")}",
    };

    private string Note => Beginning switch
    {
        ListBeginning.Confirmed => $"Begun with what people confirmed in {_place!.Value.Name}",
        ListBeginning.Predicted => $"Begun with what was predicted in {_place!.Value.Name} with at least {Figures.Score(Address.MinScore)}",
        ListBeginning.Copy => $"Begun as a copy of {Copied!.Name} v{Copied.Newest!.Number}",
        _ => "Begun empty",
    };

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var read = (Address.ProjectId, Address.CaptureSetId, Address.MinScore);
        if (_read == read)
            return;
        var found = await lists.ListAsync(Address.ProjectId, await currentPerson.FindAsync(cancellationToken), cancellationToken);
        (string Name, string Project)? place = null;
        if (Address.ProjectId is { } id && await projects.FindAsync(id, cancellationToken) is { } owner)
        {
            project.Open(id, owner.Name);
            var set = Address.CaptureSetId is { } setId ? await sets.FindAsync(setId, cancellationToken) : null;
            place = (set?.Name ?? owner.Name, owner.Name);
            var evidencePlace = new EvidencePlace(id, set?.Id);
            _confirmed = await evidence.ConfirmedAsync(evidencePlace, cancellationToken);
            _predicted = await evidence.PredictedAsync(evidencePlace, Address.MinScore, cancellationToken);
        }

        (_read, _lists, _place) = (read, found, place);
    });

    private void Begin(ListBeginning beginning) => Replace(Address with { Beginning = beginning });

    private void ChooseScore(ChangeEventArgs change)
    {
        if (double.TryParse(change.Value as string, NumberStyles.Float, Invariant, out var score))
            Replace(Address with { Beginning = ListBeginning.Predicted, MinScore = Math.Clamp(score, 0, 1) });
    }

    private void ChooseCopy(ChangeEventArgs change) => Replace(Address with { Beginning = ListBeginning.Copy, CopyOfId = AddressValue.Id(change.Value as string) });

    private async Task CreateAsync()
    {
        if (_isMaking || string.IsNullOrWhiteSpace(Name))
            return;
        (_isMaking, _refusal) = (true, null);
        await LoadAsync(
            async cancellationToken =>
            {
                var person = await currentPerson.GetAsync(cancellationToken);
                var made = await creation.CreateAsync(
                    new(Name, _isShared || _place is null ? null : Address.ProjectId, Note)
                    {
                        CopyOfVersionId = Beginning is ListBeginning.Copy ? Copied!.Newest!.Id : null,
                        TaxonIds = TaxonIds,
                    },
                    person, cancellationToken);
                _refusal = made.Refusal;
                if (made.Id is { } id)
                    navigation.NavigateTo(Address.NextWith(id));
            },
            "The list could not be made");
        _isMaking = false;
    }

    private static string ExamplesOf(IReadOnlyList<TaxonEvidence> species) => species.Count == 0
        ? ""
        : $"{string.Join(", ", species.Take(Examples).Select(each => $"{each.Name} ({Figures.Count(each.Occurrences)})"))}{(species.Count > Examples ? ", …" : "")}";
}

using System.Globalization;
using Antenna.Core.TaxaLists;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>The names on a version, to be looked through, and to be struck in the draft of who looks.</summary>
public sealed partial class TaxaListEntries(TaxaListReader reader, ClassifierCatalog classifiers, NavigationManager navigation) : LiveComponent
{
    private const int PageSize = 50;

    private const string NotInTaxonomy = "not in the taxonomy";

    private TaxaListEntryPage? _entries;
    private IReadOnlyList<AlgorithmName> _classifiers = [];
    private (long VersionId, TaxaListAddress Address)? _read;
    private TaxonName? _taxon;
    private long? _unknownTaxonId;

    /// <summary>Of the list's page: which of the names are shown.</summary>
    [Parameter, EditorRequired]
    public TaxaListAddress Address { get; set; } = null!;

    /// <summary>The id of the version or trial that the address means.</summary>
    [Parameter, EditorRequired]
    public long VersionId { get; set; }

    /// <summary>How many names it lists.</summary>
    [Parameter, EditorRequired]
    public int EntryCount { get; set; }

    /// <summary>The versions that its names can have been added in, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TaxaListVersionOverview> Versions { get; set; } = [];

    /// <summary>The draft of the list that who looks has; null for none.</summary>
    [Parameter]
    public StoredDraft? Draft { get; set; }

    /// <summary>A name is to be struck in the draft; without it none can be.</summary>
    [Parameter]
    public EventCallback<TaxaListEntryRow> OnStruck { get; set; }

    /// <summary>The name of a key, struck in the draft, is to be back with all that was struck with it.</summary>
    [Parameter]
    public EventCallback<string> OnPutBack { get; set; }

    private bool MayChange => OnStruck.HasDelegate;

    private TaxaListEntryFilter Filter => Address.Filter;

    private string CountText => _entries is null ? ""
        : Filter == new TaxaListEntryFilter() ? Figures.Count(EntryCount, "name", "names")
        : $"{Figures.Count(_entries.Count)} of {Figures.Count(EntryCount, "name", "names")}: {string.Join(", ", FilterTexts)}";

    /// <summary>What the names are filtered by, each in a few words.</summary>
    private IEnumerable<string> FilterTexts => new[]
    {
        Filter.Search is { } search ? $"with “{search}”" : null,
        Filter.TaxonId is { } id ? $"in {_taxon?.Name ?? $"taxon {id}"}" : null,
        Filter.InTaxonomy is true ? "in the taxonomy" : NamingKey is { } key ? NamingText(key) : null,
        Filter.AddedIn is { } number ? $"added in v{number}" : null,
    }.OfType<string>();

    private string? UnknownTaxonText => Filter.TaxonId is { } id && id == _unknownTaxonId ? $"There is no taxon {id}." : null;

    private string? NamingKey => (Filter.NamedById, Filter.NotNamedById) switch
    {
        ({ } named, _) => KeyOf(named, true),
        (_, { } unnamed) => KeyOf(unnamed, false),
        _ => Filter.InTaxonomy is false ? NotInTaxonomy : null,
    };

    protected override async Task OnParametersSetAsync()
    {
        // The newest version may be another one than before, at the same address.
        var read = (VersionId, Address);
        if (_read == read)
            return;
        _read = read;
        if (_taxon?.Id != Filter.TaxonId)
            _taxon = null;
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var read = _read;
        if (_classifiers.Count == 0)
            _classifiers = [.. (await classifiers.ListAsync(cancellationToken)).Select(row => row.Classifier)];
        var entries = await reader.EntriesAsync(VersionId, Filter, PageSize, Address.Cursor, cancellationToken);
        if (read == _read)
            (_entries, _taxon, _unknownTaxonId) = (entries, entries.Taxon, entries.Taxon is null ? Filter.TaxonId : null);
    });

    private NetChange? ChangeOf(TaxaListEntryRow entry) => MayChange ? Draft?.Content.Changes.FirstOrDefault(change => change.Key == entry.Key) : null;

    private Task ToggleAsync(TaxaListEntryRow entry) => ChangeOf(entry) is { IsRemoved: true } ? OnPutBack.InvokeAsync(entry.Key) : OnStruck.InvokeAsync(entry);

    private string At(string? cursor) => Address with { Cursor = cursor };

    private void Show(TaxaListEntryFilter filter) => navigation.NavigateTo(Address.By(filter), replace: true);

    private void ShowTaxon(TaxonName? taxon)
    {
        // Its name stands in the field while its entries are read.
        _taxon = taxon;
        Show(Filter with { TaxonId = taxon?.Id });
    }

    private void ShowNaming(string? key)
    {
        var id = key is null or NotInTaxonomy ? (long?)null : long.Parse(key[1..], CultureInfo.InvariantCulture);
        Show(Filter with
        {
            NamedById = key is ['+', ..] ? id : null,
            NotNamedById = key is ['-', ..] ? id : null,
            InTaxonomy = key == NotInTaxonomy ? false : null,
        });
    }

    private string NamingText(string? key)
    {
        if (key is null or NotInTaxonomy)
            return key is null ? "" : "On the list, not in the taxonomy";
        var name = _classifiers.FirstOrDefault(classifier => KeyOf(classifier, true)[1..] == key[1..])?.Name;
        return key[0] == '+' ? $"{name} can name it" : $"{name} cannot name it";
    }

    private string VersionText(int? number) => Versions.FirstOrDefault(version => version.Number == number) switch
    {
        { Difference: { } difference } version => $"v{version.Number}: +{Figures.Count(difference.Added)}, {Figures.Moment(version.CreatedAt)}",
        { } version => $"v{version.Number}, {Figures.Moment(version.CreatedAt)}",
        _ => number is null ? "" : $"v{number} (not one of these)",
    };

    private static string KeyOf(AlgorithmName classifier, bool named) => KeyOf(classifier.Id, named);

    private static string KeyOf(long id, bool named) => string.Create(CultureInfo.InvariantCulture, $"{(named ? '+' : '-')}{id}");
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>One taxa list: its versions, and what is on the one that is chosen.</summary>
public sealed partial class TaxaListPage(TaxaListCatalog lists, ICurrentPerson currentPerson, CurrentProject project) : LiveComponent
{
    private TaxaListOverview? _list;
    private TaxaListVersionOverview? _shown;

    [Parameter]
    public long Id { get; set; }

    /// <summary>The version's number; null for the newest.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    private string? VersionValue { get; set; }

    private int? Version => AddressValue.Count(VersionValue);

    [SupplyParameterFromQuery]
    private string? Show { get; set; }

    [SupplyParameterFromQuery]
    private string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "named")]
    private string? NamedValue { get; set; }

    private long? Named => AddressValue.Id(NamedValue);

    [SupplyParameterFromQuery(Name = "unnamed")]
    private string? UnnamedValue { get; set; }

    private long? Unnamed => AddressValue.Id(UnnamedValue);

    [SupplyParameterFromQuery]
    private string? Known { get; set; }

    [SupplyParameterFromQuery]
    private string? Cursor { get; set; }

    private TaxaListView View => DashboardUrls.Constant<TaxaListView>(Show) ?? TaxaListView.Entries;

    private TaxaListEntryFilter Filter => new()
    {
        Search = AddressValue.Text(Q),
        NamedById = Named,
        NotNamedById = Unnamed,
        InTaxonomy = Known switch { "yes" => true, "no" => false, _ => null },
    };

    /// <summary>The project whose captures are masked to the list: its owner, or the one that was looked at before.</summary>
    private long? ProjectId => _list?.ProjectId ?? project.Id;

    private string CaptureSets => DashboardUrls.CaptureSets(ProjectId, new MaskSettings { TaxaListId = Id, TaxaListVersion = _shown!.Number });

    private IEnumerable<(TaxaListView View, string Name)> Views =>
    [
        (TaxaListView.Entries, Figures.Count(_shown!.EntryCount, "name", "names")),
        (TaxaListView.Changes, TaxaListVersionTable.DifferenceOf(_shown) is { Length: > 0 } difference ? $"What changed: {difference}" : "What changed"),
        (TaxaListView.Classifiers, "Classifiers"),
        (TaxaListView.Runs, "Runs"),
    ];

    protected override void OnInitialized() => FollowNews(change => change.Is(NewsSubject.TaxaList, Id), (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override Task OnParametersSetAsync()
    {
        if (_list?.Id != Id)
            return ReadAsync();
        Choose();
        return Task.CompletedTask;
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        _list = await lists.FindAsync(Id, await currentPerson.FindAsync(cancellationToken), cancellationToken);
        if (_list is { ProjectId: { } owner, Project: { } name })
            project.Set(owner, name);
        Choose();
    }

    private void Choose() => _shown = _list?.Version(Version);
}

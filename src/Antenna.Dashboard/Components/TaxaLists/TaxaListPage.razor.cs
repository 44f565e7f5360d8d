using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Downloads;
using Antenna.Dashboard.Components.Drafts;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Downloads;
using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>One taxa list: its versions, and what is on the one that is chosen.</summary>
public sealed partial class TaxaListPage(TaxaListCatalog lists, ICurrentPerson currentPerson, CurrentProject project) : AddressedPage<TaxaListAddress>
{
    private DraftBar? _bar;
    private StoredDraft? _draft;
    private TaxaListOverview? _list;
    private TaxaListVersionOverview? _shown;
    private TaxaListTrialOverview? _trial;
    private MaskSettings _drafted = MaskSettings.Default;

    /// <summary>Required by the router; the page goes by its address, which has it too.</summary>
    [Parameter]
    public long Id { get; set; }

    private int? Version => Address.Version;

    private TaxaListView View => Address.View;

    /// <summary>The project whose captures are masked to the list: its owner, or the one that was looked at before.</summary>
    private long? ProjectId => _list?.ProjectId ?? project.Id;

    private string CaptureSets => DashboardUrls.CaptureSets(ProjectId, MaskSettings.Default.WithVersion(Address.Id, _shown!.Number));

    private IEnumerable<(TaxaListView View, string Name)> Views =>
    [
        (TaxaListView.Entries, Figures.Count(_shown!.EntryCount, "name", "names")),
        (TaxaListView.Changes, TaxaListVersionTable.DifferenceOf(_list!, _shown) is { Length: > 0 } difference ? $"What changed: {difference}" : "What changed"),
        (TaxaListView.Classifiers, "Classifiers"),
        (TaxaListView.Runs, "Runs"),
    ];

    protected override void OnInitialized() => FollowNews(change => change.Is(NewsSubject.TaxaList, Address.Id), (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override Task OnNavigatedAsync()
    {
        if (_list?.Id != Address.Id)
            return ReadAsync();
        Choose();
        return Task.CompletedTask;
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var id = Address.Id;
        var list = await lists.FindAsync(id, await currentPerson.FindAsync(cancellationToken), cancellationToken);
        if (id != Address.Id)
            return;
        if (_list?.Id != id)
            _draft = null;
        _list = list;
        if (_list is { ProjectId: { } owner, Project: { } name })
            project.Open(owner, name);
        Choose();
    }

    private TaxaListView TrialView => View is TaxaListView.Runs ? View : TaxaListView.Entries;

    private void Choose()
    {
        _trial = Address.TrialId is { } id ? _list?.Trials.FirstOrDefault(trial => trial.Id == id) : null;
        _shown = Address.TrialId is null ? _list?.Version(Version) : null;
        _drafted = _drafted.UsesDraft ? _drafted : MaskSettings.Default.WithVersion(Address.Id, Version);
    }

    private IReadOnlyList<OfferedFile> FilesOf(int version) =>
        [.. TaxaListFile.All.Select(file => new OfferedFile(file.Title, file.Description, download => DashboardUrls.TaxaListDownload(Address.Id, version, file.Word, download)))];

    /// <summary>The versions that names on one can stem from, which a later one cannot.</summary>
    private IReadOnlyList<TaxaListVersionOverview> VersionsUntil(int number) => [.. _list!.Versions.Where(version => version.Number <= number)];

    private Task StrikeAsync(TaxaListEntryRow entry) => _bar?.StrikeAsync(entry) ?? Task.CompletedTask;

    private Task PutBackAsync(string key) => _bar?.PutBackAsync(key) ?? Task.CompletedTask;

    /// <summary>The draft is worked on, or was saved or discarded: then the newest version is shown.</summary>
    private void OnDraftChosen(MaskSettings settings)
    {
        _drafted = settings;
        if (!settings.UsesDraft)
            Replace(Address with { Version = null, Cursor = null });
    }
}

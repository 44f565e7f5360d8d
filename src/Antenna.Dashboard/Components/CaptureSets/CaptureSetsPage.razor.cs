using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Paging;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>The capture sets of a project, or of all; on the way from a taxa list, to choose what to mask to it.</summary>
public sealed partial class CaptureSetsPage(
    CaptureSetCatalog sets, TaxaListCatalog lists, ICurrentPerson currentPerson, RunFeed feed, CurrentProject project) : LiveComponent
{
    private const int PageSize = 50;

    private Page<CaptureSetRow> _page = new([], null, null);
    private IReadOnlyList<CaptureSetRow>? _sets;
    private IReadOnlyDictionary<long, CaptureSetRun> _runs = new Dictionary<long, CaptureSetRun>();
    private TaxaListOverview? _list;

    [SupplyParameterFromQuery]
    private long? Project { get; set; }

    [SupplyParameterFromQuery]
    private long? List { get; set; }

    [SupplyParameterFromQuery]
    private int? Version { get; set; }

    [SupplyParameterFromQuery]
    private string? Cursor { get; set; }

    private MaskSettings? Settings => List is null ? null : new() { TaxaListId = List, TaxaListVersion = Version };

    private bool ShowsProjects => Project is null && (_page is not { Previous: null, Next: null } || _sets!.DistinctBy(set => set.ProjectId).Skip(1).Any());

    protected override void OnInitialized() => Follow(changed => feed.Subscribe(null, changed), RefreshAsync);

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _list = List is { } id
            ? await lists.FindAsync(id, await currentPerson.FindAsync(cancellationToken), cancellationToken)
            : null;
        _page = await sets.ListAsync(Project, PageSize, Cursor, cancellationToken);
        _sets = _page.Items;
        await RefreshAsync(cancellationToken);
        if (Project is not null && _sets is [var first, ..])
            project.Set(first.ProjectId, first.Project);
    });

    // Runs come and go as one looks; what a set holds does not.
    private async Task RefreshAsync(CancellationToken cancellationToken) =>
        _runs = await sets.LastRunsAsync([.. _page.Items.Select(set => set.Id)], cancellationToken);
}

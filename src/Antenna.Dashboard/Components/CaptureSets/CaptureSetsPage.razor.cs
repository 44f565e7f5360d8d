using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.Paging;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>The capture sets of a project, or of all; on the way from a taxa list, to choose what to mask to it.</summary>
public sealed partial class CaptureSetsPage(
    CaptureSetCatalog sets, TaxaListCatalog lists, ICurrentPerson currentPerson, CurrentProject project) : AddressedPage<CaptureSetsAddress>
{
    private const int PageSize = 50;

    private Page<CaptureSetRow> _page = new([], null, null);
    private IReadOnlyList<CaptureSetRow>? _sets;
    private Dictionary<long, CaptureSetRun> _runs = [];
    private TaxaListOverview? _list;

    private long? Project => Address.ProjectId;

    private MaskSettings Settings => Address.Settings;

    private bool ShowsProjects => Project is null && (_page is not { Previous: null, Next: null } || _sets!.DistinctBy(set => set.ProjectId).Skip(1).Any());

    protected override void OnInitialized() => FollowNews(Concerns, UpdateAsync);

    protected override Task OnNavigatedAsync() => ReadAsync();

    private bool Concerns(Announcement change) => change.Subject switch
    {
        NewsSubject.Run => _sets?.Any(set => change.BelongsTo(NewsSubject.CaptureSet, set.Id)) ?? false,
        NewsSubject.Project => Project is not { } id || change.Is(NewsSubject.Project, id),
        _ => false,
    };

    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        if (news.Items.Any(item => item.Run is null))
        {
            await ReadSetsAsync(cancellationToken);
            return;
        }

        foreach (var run in news.Runs)
        {
            if (run.Scope.CaptureSetId is { } set && (!_runs.TryGetValue(set, out var last) || last.Id <= run.Id))
                _runs[set] = new(run.Id, run.Progress.State, run.Progress.CreatedAt);
        }
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _list = Settings.TaxaListId is { } id
            ? await lists.FindAsync(id, await currentPerson.FindAsync(cancellationToken), cancellationToken)
            : null;
        await ReadSetsAsync(cancellationToken);
        if (_sets is [var first, ..] && first.ProjectId == Project)
            project.Choose(first.ProjectId, first.Project);
    });

    private async Task ReadSetsAsync(CancellationToken cancellationToken)
    {
        _page = await sets.ListAsync(Project, PageSize, Address.Cursor, cancellationToken);
        _sets = _page.Items;
        _runs = new(await sets.LastRunsAsync([.. _page.Items.Select(set => set.Id)], cancellationToken));
    }
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Selection;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.SelectionMask;

/// <summary>
/// Masks the animals that a person picked: what a list makes of each, at once and saved nowhere; then runs over just these,
/// with what they did, and their undo.
/// </summary>
public sealed partial class SelectionMaskPage(
    SelectionWorkbenches workbenches,
    SelectionStore selections,
    StoredSelections stored,
    PostProcessingTasks tasks,
    TaxaListCatalog lists,
    ICurrentPerson currentPerson,
    CurrentProject project,
    OccurrenceFilterCatalog filters) : AddressedPage<SelectionMaskAddress>
{
    private SelectionWorkbench? _workbench;
    private (long? ProjectId, long? SelectionId)? _opened;
    private MaskReview? _review;
    private IReadOnlyList<ClassifierChoice> _classifiers = [];
    private List<SelectionPreview> _previews = [];
    private string? _basis;
    private bool _isComplete;
    private int _changes;
    private CancellationTokenSource? _previewing;
    private IReadOnlyList<SettingsProblem> _refused = [];
    private MaskSettings? _refusedSettings;
    private IReadOnlyList<long> _underWay = [];
    private long? _completed;
    private StoredDraft? _draft;

    private MaskSettings Settings => Address.Settings;

    private string BackToList => Address.CameFrom ?? DashboardUrls.Occurrences(Address.ProjectId);

    /// <summary>What a launch would run; nothing while something stands in its way.</summary>
    private IReadOnlyList<MaskPlan> Planned => Problems.Count > 0
        ? []
        : [.. _classifiers.Where(classifier => classifier is { IsChosen: true, Plan: not null }).Select(classifier => classifier.Plan!)];

    private MaskRequest? Launchable => Planned.Count > 0 && Planned.Count == Settings.ClassifierIds.Distinct().Count()
        ? _workbench!.RequestOf(Settings with { DraftRevision = _review?.Listing?.Draft?.Revision })
        : null;

    private IReadOnlyList<SettingsProblem> Problems => _refusedSettings == Settings
        ? _refused
        : [.. (_review?.Problems ?? []).Where(problem => problem.ClassifierId is not { } id || Settings.ClassifierIds.Contains(id))];

    private TaxaListOverview? List => _workbench?.TaxaLists.FirstOrDefault(list => list.Id == Settings.TaxaListId);

    private string? DraftText => _draft is { } draft ? TaxaListVersionName.DraftText(draft.Base.Number, draft.Content.Changes.Count) : null;

    /// <summary>A run that was launched here has not ended yet.</summary>
    private bool IsUnderWay => _underWay.Count > 0;

    /// <summary>What is chosen to be shown, what changes most first.</summary>
    private IReadOnlyList<SelectionPreview> Shown =>
    [
        .. _previews.Where(preview => Address.Show is not { } kind || preview.Is(kind))
            .OrderByDescending(preview => preview.TaxonChanges).ThenByDescending(preview => preview.Change).ThenBy(preview => preview.OccurrenceId),
    ];

    /// <summary>How many occurrences there are of each kind; one that nothing is of is left out where it is rare.</summary>
    private IEnumerable<(SelectionOutcomeKind Kind, int Count)> Counts => Enum.GetValues<SelectionOutcomeKind>()
        .Select(kind => (kind, _previews.Count(preview => preview.Is(kind))))
        .Where(each => each.Item2 > 0 || each.kind is not SelectionOutcomeKind.NotPredicted || Address.Show == each.kind);

    protected override void OnInitialized() => FollowNews(Concerns, UpdateAsync);

    protected override Task OnNavigatedAsync() =>
        _workbench is null || _opened != (Address.ProjectId, Address.SelectionId) ? OpenAsync() : TryAsync();

    protected override async ValueTask DisposeAsyncCore()
    {
        if (_previewing is not null)
            await _previewing.CancelAsync();
        await base.DisposeAsyncCore();
    }

    private async Task OpenAsync()
    {
        await LoadAsync(async cancellationToken =>
        {
            var opened = (Address.ProjectId, Address.SelectionId);
            var person = await currentPerson.FindAsync(cancellationToken);
            var ids = await PickedAsync(cancellationToken);
            var workbench = await workbenches.OpenAsync(ids, Address.ProjectId, person, cancellationToken);
            if (opened != (Address.ProjectId, Address.SelectionId))
                return;
            (_workbench, _opened, _previews, _basis, _review) = (workbench, opened, [], null, null);
            if ((await filters.NamesAsync(new() { ProjectId = Address.ProjectId, SelectionId = Address.SelectionId }, cancellationToken)).Project is { } named)
                project.Set(named.Id, named.Name);
        });
        await TryAsync();
    }

    private async Task<IReadOnlyCollection<long>> PickedAsync(CancellationToken cancellationToken)
    {
        if (Address.SelectionId is { } selection)
            return await stored.FindAsync(selection, cancellationToken);
        await selections.ReadAsync(Address.ProjectId, cancellationToken);
        return selections.Of(Address.ProjectId).Ids;
    }

    /// <summary>Reviews what is chosen, and previews it.</summary>
    private async Task TryAsync()
    {
        if (_workbench is not { OccurrenceIds.Count: > 0 } workbench)
            return;
        await LoadAsync(async cancellationToken =>
        {
            var settings = Settings;
            var review = settings.TaxaListId is null ? null : await workbench.ReviewAsync(settings, cancellationToken);
            if (settings != Settings || workbench != _workbench)
                return;
            (_review, _classifiers) = (review, ClassifierChoice.Of(workbench.Classifiers, settings, review));
        });
        if (LoadError is null && !ChooseTheLikeliest())
            await PreviewAsync();
    }

    /// <summary>Chooses a list, and the classifier that can mask most, where nothing was chosen yet; one that was then unchecked stays so.</summary>
    /// <returns>Whether the address changes, and so all that follows is done again.</returns>
    private bool ChooseTheLikeliest()
    {
        if (Settings.TaxaListId is null)
        {
            var list = _workbench!.TaxaLists.FirstOrDefault(each => each.Id == _workbench.LatestListId) ?? (_workbench.TaxaLists is [var first, ..] ? first : null);
            if (list is not null)
                Choose(Settings with { TaxaListId = list.Id });
            return list is not null;
        }

        var isNew = _completed != Settings.TaxaListId;
        _completed = Settings.TaxaListId;
        if (!isNew || Settings.ClassifierIds.Count > 0)
            return false;
        var likeliest = _classifiers.Where(classifier => classifier is { WhyNot: null, Plan: not null }).MaxBy(classifier => classifier.Row.Maskable);
        if (likeliest is not null)
            Choose(Settings with { ClassifierIds = [likeliest.Id] });
        return likeliest is not null;
    }

    private IReadOnlyList<NamedChoice> RanHere =>
        [.. _workbench!.Classifiers.Where(row => row.InScope > 0).Select(row => new NamedChoice(row.Classifier.Id, row.Classifier.Name))];

    private void ChooseTask((string? Task, TaskValues Values) chosen) =>
        Replace(Address with { Task = chosen.Task, TaskSettings = chosen.Values.ToTexts() });

    /// <summary>The draft is another: what it makes of the selection is previewed where it is in view.</summary>
    private async Task OnDraftAsync(StoredDraft? draft)
    {
        var isNew = _draft is null != draft is null;
        _draft = draft;
        if (isNew && _workbench is { } workbench)
        {
            await LoadAsync(async cancellationToken =>
            {
                var person = await currentPerson.FindAsync(cancellationToken);
                workbench.Follow(await lists.ListAsync(Address.ProjectId, person, cancellationToken), person);
            });
        }

        if (Settings.UsesDraft && _review?.Listing?.Draft?.Revision != draft?.Revision)
            await TryAsync();
    }

    private void Choose(MaskSettings settings) => Replace(Address with { Settings = settings });

    /// <summary>Previews what is planned, batch by batch; what was previewed before is shown until the first is there.</summary>
    private async Task PreviewAsync()
    {
        var plans = Planned;
        var basis = string.Join(' ', [_changes, .. plans.Select(plan => plan.SettingsHash)]);
        if (_basis == basis)
            return;
        _basis = basis;
        if (_previewing is not null)
            await _previewing.CancelAsync();
        if (plans.Count == 0)
        {
            (_previews, _isComplete) = ([], false);
            return;
        }

        using var mine = CancellationTokenSource.CreateLinkedTokenSource(DisposedToken);
        (_previewing, _isComplete) = (mine, false);
        await LoadAsync(async _ =>
        {
            try
            {
                var previews = new List<SelectionPreview>();
                await foreach (var batch in _workbench!.PreviewAsync(plans, mine.Token))
                {
                    if (_previewing != mine)
                        return;
                    previews.AddRange(batch);
                    _previews = previews;
                    StateHasChanged();
                }

                _isComplete = _previewing == mine;
            }
            catch (OperationCanceledException) when (mine.IsCancellationRequested)
            {
                // Something else is tried meanwhile.
            }
        });
        if (_previewing != mine)
            return;
        _previewing = null;
        if (LoadError is not null)
            _basis = null;
    }

    /// <summary>A person or a run changed some of them, or an import what there is to mask.</summary>
    private bool Concerns(Announcement change) => _workbench is { } workbench
        && (change.Subject is NewsSubject.Taxonomy
            || (change.Subject is NewsSubject.Occurrence && change.Ids.Any(id => workbench.OccurrenceIds.Contains(id)))
            || (Address.ProjectId is { } id && change.Is(NewsSubject.Project, id)));

    // While a run is at it, what it leaves is previewed when it has ended.
    private Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken) => IsUnderWay ? Task.CompletedTask : RefreshAsync();

    private async Task RefreshAsync()
    {
        await LoadAsync(cancellationToken => _workbench!.RefreshAsync(cancellationToken));
        _changes++;
        if (LoadError is null)
            await TryAsync();
    }

    private void OnLaunched(IReadOnlyList<LaunchedRun> runs)
    {
        _underWay = [.. runs.Select(run => run.RunId)];
        Replace(Address with { RunIds = [.. Address.RunIds.Union(_underWay)] });
    }

    private void OnRefused(IReadOnlyList<SettingsProblem> problems) => (_refused, _refusedSettings) = (problems, Settings);

    /// <summary>Runs ended: what a mask would change is another now.</summary>
    private Task OnRunsChangedAsync(IReadOnlyList<long> underWay)
    {
        var wasUnderWay = IsUnderWay;
        _underWay = underWay;
        return wasUnderWay && !IsUnderWay && _workbench is not null ? RefreshAsync() : Task.CompletedTask;
    }

    private OutcomeCounts CountersOf(long classifierId) =>
        _previews.Aggregate(new OutcomeCounts(), (sum, preview) => sum + preview.Counters(classifierId));

    private static string NameOf(SelectionOutcomeKind kind) => kind switch
    {
        SelectionOutcomeKind.AnotherTaxon => "Another taxon",
        SelectionOutcomeKind.NotPredicted => "Not predicted",
        _ => kind.ToString(),
    };
}

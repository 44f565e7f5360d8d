using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Selection;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
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
    private readonly SelectionPreviews _previews = new();
    private readonly LikeliestMask _likeliest = new();
    private SelectionWorkbench? _workbench;
    private (long? ProjectId, long? SelectionId)? _opened;
    private MaskReview? _review;
    private IReadOnlyList<ClassifierChoice> _classifiers = [];
    private int _changes;
    private IReadOnlyList<SettingsProblem> _refused = [];
    private MaskSettings? _refusedSettings;
    private IReadOnlyList<long> _underWay = [];
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

    protected override void OnInitialized() => FollowNews(Concerns, UpdateAsync);

    protected override Task OnNavigatedAsync() =>
        _workbench is null || _opened != (Address.ProjectId, Address.SelectionId) ? OpenAsync() : TryAsync();

    protected override async ValueTask DisposeAsyncCore()
    {
        await _previews.CancelAsync();
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
            (_workbench, _opened, _review) = (workbench, opened, null);
            _previews.Clear();
            if ((await filters.NamesAsync(new() { ProjectId = Address.ProjectId, SelectionId = Address.SelectionId }, cancellationToken)).Project is { } named)
                project.Open(named.Id, named.Name);
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
        if (LoadError is not null)
            return;
        if (_likeliest.Propose(Settings, _workbench, _classifiers) is { } likeliest)
            Choose(likeliest);
        else
            await PreviewAsync();
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

    private async Task PreviewAsync()
    {
        var plans = Planned;
        if (await _previews.ChangeAsync(plans, _changes))
            await LoadAsync(cancellationToken => _previews.ReadAsync(_workbench!, plans, StateHasChanged, cancellationToken));
    }

    /// <summary>A person or a run changed some of them, or an import what there is to mask.</summary>
    private bool Concerns(Announcement change) => _workbench is { } workbench
        && (change.Subject is NewsSubject.Taxonomy
            || (change.Subject is NewsSubject.Occurrence && change.Ids.Any(id => workbench.OccurrenceIds.Contains(id)))
            || (Address.ProjectId is { } id && change.Is(NewsSubject.Project, id)));

    // While a run is at it, what it leaves is previewed when it has ended. News may have been missed, by a page that could not be read then.
    private Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken) =>
        IsUnderWay ? Task.CompletedTask : _workbench is null ? OpenAsync() : RefreshAsync();

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

    private void OnRefused(RefusedMask refused) => (_refused, _refusedSettings) = (refused.Problems, refused.Request.Chosen);

    /// <summary>Runs ended: what a mask would change is another now.</summary>
    private Task OnRunsChangedAsync(IReadOnlyList<long> underWay)
    {
        var wasUnderWay = IsUnderWay;
        _underWay = underWay;
        return wasUnderWay && !IsUnderWay && _workbench is not null ? RefreshAsync() : Task.CompletedTask;
    }
}

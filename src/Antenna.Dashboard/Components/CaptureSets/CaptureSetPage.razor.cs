using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Impacts;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Paging;
using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>One capture set: what is in it, what masking it would change, and the runs on it.</summary>
public sealed partial class CaptureSetPage(
    CaptureSetCatalog sets,
    TaxaListCatalog lists,
    MaskPlanner planner,
    ICurrentPerson currentPerson,
    CurrentProject project) : AddressedPage<CaptureSetAddress>
{
    private CaptureSetDetails? _set;
    private IReadOnlyList<TaxaListOverview> _lists = [];
    private MaskReview? _review;
    private IReadOnlyList<ClassifierChoice> _classifiers = [];
    private IReadOnlyList<LaunchedRun> _launched = [];
    private IReadOnlyList<SettingsProblem> _refused = [];
    private (long? SetId, MaskSettings Settings)? _refusedChoice;
    private (long? SetId, MaskSettings Settings)? _launchedChoice;
    private IReadOnlyList<CountedImpact> _impacts = [];
    private IReadOnlyList<long> _underWay = [];
    private long? _completed;
    private int _runsEnded;
    private StoredDraft? _draft;

    /// <summary>Required by the router; the page goes by its address, which has it too.</summary>
    [Parameter]
    public long Id { get; set; }

    private MaskSettings Settings => Address.Settings;

    private (long? SetId, MaskSettings Settings) Choice => (Address.Id, Settings);

    private OccurrencesAddress Occurrences => new() { Filter = new() { ProjectId = _set!.ProjectId, CaptureSetId = Address.Id } };

    private MaskRequest? Request => Settings.TaxaListId is null ? null : new(RunScope.OfCaptureSet(Address.Id), Settings);

    /// <summary>The request, where nothing is known to stand in its way.</summary>
    private MaskRequest? Launchable => Planned.Count > 0 && Planned.Count == Settings.ClassifierIds.Distinct().Count()
        ? Request! with { Settings = Settings with { DraftRevision = _review?.Listing?.Draft?.Revision } }
        : null;

    private TaxaListOverview? List => _lists.FirstOrDefault(list => list.Id == Settings.TaxaListId);

    private string? DraftText => _draft is { } draft ? TaxaListVersionName.DraftText(draft.Base.Number, draft.Content.Changes.Count) : null;

    /// <summary>Why a launch is not possible, for the fields to show.</summary>
    private IReadOnlyList<SettingsProblem> Problems => _refusedChoice == Choice
        ? _refused
        : [.. (_review?.Problems ?? []).Where(problem => problem.ClassifierId is not { } id || Settings.ClassifierIds.Contains(id))];

    /// <summary>What a launch would run; nothing while something stands in its way.</summary>
    private IReadOnlyList<ClassifierChoice> Planned => Problems.Count > 0
        ? []
        : [.. _classifiers.Where(classifier => classifier is { IsChosen: true, Plan: not null })];

    /// <summary>What was launched as it is chosen now has not ended yet.</summary>
    private bool IsUnderWay => _launchedChoice == Choice && _underWay.Count > 0;

    /// <summary>The impacts of what is planned, each from its first figures on.</summary>
    private IEnumerable<CountedImpact> Shown => IsUnderWay
        ? []
        : _impacts.Where(impact => impact.Impact is not null && Planned.Any(planned => planned.Id == impact.Plan.Classifier.Id));

    protected override void OnInitialized()
    {
        FollowNews(change => _set is { ProjectId: var project } && change.Is(NewsSubject.Project, project), UpdateAsync);
        FollowNews(
            change => Settings.UsesDraft && change.Subject is NewsSubject.Draft,
            (_, cancellationToken) => _set is null ? Task.CompletedTask : ReviewAsync(cancellationToken));
    }

    protected override async Task OnNavigatedAsync()
    {
        if (_set?.Id == Address.Id)
            await LoadAsync(ReviewAsync);
        else
            await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var set = await sets.FindAsync(Address.Id, cancellationToken);
        if (set is not null)
            await ReadListsAsync(set.ProjectId, cancellationToken);
        (_set, _launched) = (set, []);
        if (set is null)
            return;
        project.Open(set.ProjectId, set.Project);
        await ReviewAsync(cancellationToken);
    });

    private async Task ReadListsAsync(long projectId, CancellationToken cancellationToken)
    {
        var person = await currentPerson.FindAsync(cancellationToken);
        _lists = [.. (await lists.ListAsync(projectId, person, cancellationToken)).Where(list => list.Versions.Count > 0)];
    }

    /// <summary>There is a draft to choose, or none any more. What it would change is counted when the news of it comes.</summary>
    private Task OnDraftAsync(StoredDraft? draft) => LoadAsync(async cancellationToken =>
    {
        var isNew = _draft is null != draft is null;
        _draft = draft;
        if (_set is not { } set)
            return;
        if (isNew)
            await ReadListsAsync(set.ProjectId, cancellationToken);
    });

    /// <summary>An import may have brought results of other classifiers, and rows to mask.</summary>
    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        if (_set is null)
        {
            // News may have been missed, by a page that could not be read then.
            await ReadAsync();
            return;
        }

        var id = Address.Id;
        if (await sets.FindAsync(id, cancellationToken) is not { } set || id != Address.Id)
            return;
        (_set, _runsEnded) = (set, _runsEnded + 1);
        await ReviewAsync(cancellationToken);
    }

    private async Task ReviewAsync(CancellationToken cancellationToken)
    {
        var address = Address;
        var review = await ReviewAsync(_set!, cancellationToken);
        if (address != Address)
            return;
        (_review, _classifiers) = (review, ClassifierChoice.Of(_set!, Settings, review));
        ChooseTheOnlyOnes();
    }

    private async Task<MaskReview?> ReviewAsync(CaptureSetDetails set, CancellationToken cancellationToken)
    {
        if (Request is not { } request)
            return null;
        var all = request with { Settings = Settings with { ClassifierIds = [.. set.Classifiers.Select(row => row.Classifier.Id)] } };
        return await planner.ReviewAsync(all, await currentPerson.FindAsync(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Chooses the only list, and the only classifier that can be masked to it; one that was then unchecked stays so.
    /// </summary>
    private void ChooseTheOnlyOnes()
    {
        if (Settings.TaxaListId is null && _lists is [var list])
        {
            Choose(Settings with { TaxaListId = list.Id });
            return;
        }

        var isNew = _completed != Settings.TaxaListId;
        _completed = Settings.TaxaListId;
        if (isNew && Settings.ClassifierIds.Count == 0 && _classifiers.Where(classifier => classifier.WhyNot is null).ToList() is [var only])
            Choose(Settings with { ClassifierIds = [only.Id] });
    }

    private void Choose(MaskSettings settings) => Replace(Address with { Settings = settings });

    private IReadOnlyList<NamedChoice> RanHere =>
        [.. _set!.Classifiers.Where(row => row.InScope > 0).Select(row => new NamedChoice(row.Classifier.Id, row.Classifier.Name))];

    private void ChooseTask((string? Task, TaskValues Values) chosen) =>
        Replace(Address with { Task = chosen.Task, TaskSettings = chosen.Values.ToTexts() });

    private void OnTaskLaunched(IReadOnlyList<LaunchedRun> runs) =>
        _launched = [.. _launched.ExceptBy(runs.Select(run => run.RunId), run => run.RunId), .. runs];

    private void OnLaunched(LaunchedMask launched)
    {
        (_launchedChoice, _underWay) = ((launched.Request.Scope.CaptureSetId, launched.Request.Chosen), [.. launched.Runs.Select(run => run.RunId)]);
        if (launched.Request.Scope.CaptureSetId == Address.Id)
            OnTaskLaunched(launched.Runs);
    }

    private void OnRefused(RefusedMask refused) => (_refused, _refusedChoice) = (refused.Problems, (refused.Request.Scope.CaptureSetId, refused.Request.Chosen));

    private void OnRunsEnded(IReadOnlyList<long> runs)
    {
        _underWay = [.. _underWay.Except(runs)];

        // The runs changed what a mask would change: count again.
        _runsEnded++;
    }
}

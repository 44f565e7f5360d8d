using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Drafts;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// Tries masks on one occurrence: a list, a classifier and settings; what they make of it, at once and without saving
/// anything; and a run that makes it so.
/// </summary>
public sealed partial class WorkbenchPanel(OccurrenceReadAhead readAhead, TaxaListCatalog lists, ICurrentPerson currentPerson) : LiveComponent
{
    private DraftBar? _bar;
    private StoredDraft? _draft;
    private MaskWorkbench? _workbench;
    private WorkbenchView? _view;
    private string? _readVersion;
    private MaskSettings? _tried;
    private int _tries;

    /// <summary>The occurrence, always the same, and the mask tried.</summary>
    [Parameter, EditorRequired]
    public OccurrenceAddress Address { get; set; } = null!;

    /// <summary>Another one whenever identifications or predictions of the occurrence have changed.</summary>
    [Parameter, EditorRequired]
    public string Version { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<DetectionDetails> Detections { get; set; } = null!;

    /// <summary>The detection looked at; null where there is none.</summary>
    [Parameter]
    public long? ShownDetectionId { get; set; }

    [Parameter]
    public EventCallback<MaskSettings> OnTried { get; set; }

    [Parameter]
    public EventCallback<TriedRollUp?> OnRollUpTried { get; set; }

    /// <summary>Other answers are to stand side by side.</summary>
    [Parameter]
    public EventCallback<TriedComparison> OnCompared { get; set; }

    /// <summary>What is tried now makes this of the occurrence.</summary>
    [Parameter]
    public EventCallback<MaskPreview?> OnPreviewed { get; set; }

    /// <summary>A run on the occurrence ended.</summary>
    [Parameter]
    public EventCallback OnApplied { get; set; }

    private PreviewedRow? Row => _view?.Preview?.Rows.FirstOrDefault(row => row.DetectionId == ShownDetectionId);

    private WorkbenchSource? Source => _view?.ClassifierId is { } classifier && ShownDetectionId is { } detection
        ? _workbench!.SourceOf(classifier, detection)
        : null;

    /// <summary>Why nothing of the classifier tried can be masked here; null where something can.</summary>
    private string? WhyNot => _view!.Classifiers.FirstOrDefault(classifier => classifier.Classifier.Id == _view.ClassifierId)?.WhyNot;

    private TaxaListOverview? List => _workbench?.TaxaLists.FirstOrDefault(list => list.Id == _view?.TaxaListId);

    /// <summary>What is tried, with the list and the version or draft of it that are in view.</summary>
    private MaskSettings Settings => Address.Settings with
    {
        TaxaListId = _view!.List.TaxaListId, TaxaListVersion = _view.List.TaxaListVersion, TrialId = _view.List.TrialId, UsesDraft = _view.List.UsesDraft,
    };

    private string? DraftText => _draft is { } draft ? TaxaListVersionName.DraftText(draft.Base.Number, draft.Content.Changes.Count) : null;

    private DraftPlace Place => new(new(_workbench!.ProjectId), "in this project");

    /// <summary>The likeliest class that the list excludes and that could be added.</summary>
    private int? Addable => Row?.Prediction?.Classes.Where(each => each.Taxon is not null && !IsListed(each))
        .MinBy(each => each.Compared.OriginalRank)?.Index;

    private int? Winner => Row?.Prediction?.Winner?.Index;

    protected override void OnInitialized() => FollowNews(
        change => change.Subject is NewsSubject.TaxaList or NewsSubject.TaxaListVersion, (_, cancellationToken) => FollowListsAsync(cancellationToken));

    protected override async Task OnParametersSetAsync()
    {
        if (_readVersion is null)
            await OpenAsync();
        if (_workbench is null)
            return;

        // It may have become another while the workbench was opened.
        if (_readVersion != Version)
            await RefreshAsync();
        else if (_tried != Address.Settings)
            await LoadAsync(TryAsync);
    }

    private Task OpenAsync() => LoadAsync(async cancellationToken =>
    {
        _readVersion = Version;
        var person = await currentPerson.FindAsync(cancellationToken);
        _workbench = await readAhead.OpenWorkbenchAsync(Address.Id, person, cancellationToken);

        // It may have been read ahead, before another version was saved.
        _workbench?.Follow(await lists.ListAsync(_workbench.ProjectId, person, cancellationToken), person);
        await TryAsync(cancellationToken);
    });

    private Task RefreshAsync() => LoadAsync(async cancellationToken =>
    {
        _readVersion = Version;
        if (_workbench is not null && await _workbench.RefreshAsync(cancellationToken))
            await TryAsync(cancellationToken);
    });

    private bool IsListed(PreviewedClass each) => _view!.Kept!.IsKept(each.Index);

    private string? ShortcutOf(PreviewedClass each) => each.Index == Winner ? "-" : each.Index == Addable ? "+" : null;

    private Task ChangeListAsync(PreviewedClass each, long taxonId) =>
        _bar is not { } bar ? Task.CompletedTask : IsListed(each) ? bar.StrikeAsync(taxonId) : bar.AddAsync(taxonId);

    private async Task FollowListsAsync(CancellationToken cancellationToken)
    {
        if (_workbench is not { } workbench)
            return;
        var person = await currentPerson.FindAsync(cancellationToken);
        workbench.Follow(await lists.ListAsync(workbench.ProjectId, person, cancellationToken), person);
        await TryAsync(cancellationToken);
    }

    /// <summary>The draft is another: what it makes of the occurrence is shown where it is in view, or comes into view now.</summary>
    private async Task OnDraftAsync(StoredDraft? draft)
    {
        var isNew = _draft is null != draft is null;
        _draft = draft;
        if (_view?.List.UsesDraft is true && _view.List.DraftRevision == draft?.Revision)
            return;
        await LoadAsync(async cancellationToken =>
        {
            if (isNew)
                await FollowListsAsync(cancellationToken);

            // Also where the draft changed again while the lists were read.
            if (_view?.List.UsesDraft is true && _view.List.DraftRevision != _draft?.Revision)
                await TryAsync(cancellationToken);
        });
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        var mine = ++_tries;
        _tried = Address.Settings;
        if (_workbench is null)
            return;
        var view = await _workbench.TryAsync(_tried, cancellationToken);

        // Of two tries at once, the later one is shown.
        if (mine != _tries)
            return;
        _view = view;
        await OnPreviewed.InvokeAsync(view.Preview);
    }
}

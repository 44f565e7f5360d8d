using Antenna.Core.TaxaLists;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>
/// The draft that a person has of the list in view: what it changes, undo and redo, further changes, save and discard. The same on an
/// occurrence, a selection, a capture set and the list's own page: one draft, at every scale.
/// </summary>
public sealed partial class DraftBar(TaxaListDrafts drafts, Listings listings, ListingEdits edits, ICurrentPerson currentPerson) : LiveComponent
{
    private StoredDraft? _draft;
    private long? _personId;
    private long? _readListId;
    private string? _message;
    private long? _near;
    private readonly SemaphoreSlim _turn = new(1);
    private int _shown;
    private bool _isBusy;

    /// <summary>What is open below the bar, and of which list. Survives a lost circuit, as does what is entered there.</summary>
    [PersistentState]
    public OpenDraftPanel? Opened { get; set; }

    /// <summary>The list in view; null where there is none yet.</summary>
    [Parameter]
    public TaxaListOverview? List { get; set; }

    /// <summary>Which version of it is looked at, or the draft: where there is no draft yet, the version is what it will change.</summary>
    [Parameter, EditorRequired]
    public MaskSettings Settings { get; set; } = null!;

    /// <summary>Where people's identifications speak for the list; null where that is not one place.</summary>
    [Parameter]
    public DraftPlace? Place { get; set; }

    /// <summary>The classifier that it is tried with, where the settings leave that open; null for none.</summary>
    [Parameter]
    public long? ClassifierId { get; set; }

    /// <summary>Another version of the list is to be looked at, or the draft of it.</summary>
    [Parameter]
    public EventCallback<MaskSettings> OnChosen { get; set; }

    /// <summary>The draft was read, or changed here or elsewhere; null where there is none any more.</summary>
    [Parameter]
    public EventCallback<StoredDraft?> OnDraft { get; set; }

    private DraftPanel Panel => Opened is { } opened && opened.TaxaListId == List?.Id ? opened.Panel : DraftPanel.None;

    private IReadOnlyList<NetChange> Changes => _draft?.Content.Changes ?? [];

    private string Title => $"{List!.Name} v{_draft?.Base.Number ?? List.Version(Settings.TaxaListVersion)?.Number ?? List.Newest!.Number}";

    private MaskSettings Tried => Settings.ClassifierIds.Count > 0 ? Settings : Settings.WithClassifier(ClassifierId);

    private int Next => List!.Newest!.Number + 1;

    private long BaseVersionId => (List!.Version(Settings.TaxaListVersion) ?? List.Newest!).Id;

    /// <summary>Adds a taxon.</summary>
    public Task<bool> AddAsync(long taxonId) => EditAsync(new(listing => Task.FromResult(ListingEdits.Add(listing, taxonId)), taxonId));

    /// <summary>Strikes a taxon.</summary>
    public Task<bool> StrikeAsync(long taxonId) => EditAsync(new(listing => Task.FromResult(ListingEdits.Strike(listing, taxonId)), taxonId));

    /// <summary>Strikes a name of the list: its taxon, or the name alone where the taxonomy does not know it.</summary>
    public Task<bool> StrikeAsync(TaxaListEntryRow entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Taxon is { } taxon ? StrikeAsync(taxon.Id) : EditAsync(new(listing => edits.StrikeNameAsync(listing, entry.Key, DisposedToken)));
    }

    /// <summary>Puts a name back that was struck, with all that was struck with it.</summary>
    public Task<bool> PutBackAsync(string key) => EditAsync(new(listing => Task.FromResult(ListingEdits.PutBack(listing, key))));

    /// <summary>Removes the change of one name.</summary>
    private Task<bool> RestoreAsync(string key) => ChangeAsync(
        draft => draft.Content.Changes.Any(change => change.Key == key), (draft, cancellationToken) => drafts.RestoreAsync(draft, [key], cancellationToken), "Change removed.");

    // Who has done nothing yet is nobody that is known: their first draft may begin next to the bar.
    protected override void OnInitialized() => FollowNews(
        change => _readListId is { } list && change.BelongsTo(NewsSubject.TaxaList, list)
            && (_personId is { } person ? change.Is(NewsSubject.Draft, person) : change.Subject is NewsSubject.Draft),
        (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override async Task OnParametersSetAsync()
    {
        if (_readListId == List?.Id)
            return;
        (_readListId, _draft, _message, _near) = (List?.Id, null, null, null);
        await LoadAsync(RefreshAsync);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (listId, shown) = (_readListId, _shown);
        var person = await currentPerson.FindAsync(cancellationToken);
        _personId = person?.Id;
        var draft = listId is { } list && person is not null ? await drafts.FindAsync(list, person.Id, cancellationToken) : null;

        // What was read before a change of one's own was shown is older than that.
        if (listId != _readListId || shown != _shown || (draft?.Id, draft?.Revision) == (_draft?.Id, _draft?.Revision))
            return;
        _draft = draft;
        if (draft is null && Panel is not DraftPanel.Add)
            Opened = null;
        await OnDraft.InvokeAsync(draft);
    }

    private Task LookAsync() => OnChosen.InvokeAsync(Settings.WithDraft(List!.Id));

    private void Toggle(DraftPanel panel) => (Opened, _message) = (Panel == panel ? null : new(List!.Id, panel), null);

    private string Expanded(DraftPanel panel) => Panel == panel ? "true" : "false";

    /// <summary>Makes a change of the list that is in view now, also where another is by the time that its turn comes.</summary>
    /// <returns>Whether it was made, or nothing was to be done.</returns>
    private Task<bool> EditAsync(DraftEdit edit)
    {
        var baseVersionId = BaseVersionId;
        return BusyAsync(async (list, cancellationToken) =>
        {
            var person = await currentPerson.GetAsync(cancellationToken);
            _personId = person.Id;
            var draft = (list.Id == _readListId ? _draft : null) ?? await drafts.OpenAsync(list.Id, baseVersionId, person, cancellationToken);
            var made = await edit.Make(await listings.OfDraftAsync(draft, cancellationToken));
            _near = edit.TaxonId ?? _near;
            if (made.UndoesLast && draft.Content.Last is { } last)
                return await ShowAsync(list, await drafts.UndoAsync(draft, cancellationToken), $"Undone: {DraftTexts.TextOf(last)}.");
            return made.Step is { } step
                ? await ShowAsync(list, await drafts.StepAsync(draft, step, cancellationToken), made.Note ?? $"Done: {DraftTexts.TextOf(step)}.")
                : await ShowAsync(list, new(draft, null), made.Note);
        });
    }

    private Task<bool> UndoAsync() => ChangeAsync(draft => draft.Content.CanUndo, drafts.UndoAsync, _draft?.Content.Last is { } last ? $"Undone: {DraftTexts.TextOf(last)}." : null);

    private Task<bool> RedoAsync() => ChangeAsync(draft => draft.Content.CanRedo, drafts.RedoAsync, _draft?.Content.Next is { } next ? $"Done again: {DraftTexts.TextOf(next)}." : null);

    private Task<bool> ChangeAsync(Func<StoredDraft, bool> may, Func<StoredDraft, CancellationToken, Task<DraftOutcome>> change, string? done) =>
        BusyAsync(async (list, cancellationToken) =>
            list.Id != _readListId || _draft is not { } draft || !may(draft) || await ShowAsync(list, await change(draft, cancellationToken), done));

    private Task<bool> DiscardAsync() => BusyAsync(async (list, cancellationToken) =>
    {
        if (list.Id != _readListId || _draft is not { } draft)
            return true;
        var outcome = await drafts.DiscardAsync(draft, cancellationToken);
        if (outcome.Refusal is DraftRefusal.ChangedMeanwhile)
            return await ShowAsync(list, outcome, null);
        await EndAsync(list, draft.Base.Number, "The draft is discarded.");
        return true;
    });

    private Task OnSavedAsync(TaxaListOverview list, int number) => EndAsync(list, number, $"Saved as {list.Name} v{number}.");

    /// <summary>The draft of a list is no more: the page looks at a version, unless it looks at another list by now.</summary>
    private async Task EndAsync(TaxaListOverview list, int? number, string message)
    {
        if (list.Id != _readListId)
            return;
        _shown++;
        (_draft, Opened, _message) = (null, null, message);
        await OnDraft.InvokeAsync(null);
        await OnChosen.InvokeAsync(Settings.WithVersion(list.Id, number));
    }

    /// <summary>Shows what became of a change, and has the page look at the draft, unless it looks at another list by now.</summary>
    /// <returns>Whether the change was made.</returns>
    private async Task<bool> ShowAsync(TaxaListOverview list, DraftOutcome outcome, string? done)
    {
        if (list.Id == _readListId)
        {
            _shown++;
            _draft = outcome.Draft;
            _message = outcome.Refusal is { } refusal ? DraftTexts.TextOf(refusal) : done;
            await OnDraft.InvokeAsync(_draft);
            if (_draft is not null && !Settings.UsesDraft)
                await LookAsync();
        }

        return outcome.Refusal is null;
    }

    private async Task<bool> BusyAsync(Func<TaxaListOverview, CancellationToken, Task<bool>> act)
    {
        // Of the list that is in view now, whichever is when its turn comes.
        var list = List!;
        var isMade = false;

        // One after the other: a key that is pressed while a change is being shown is not lost.
        await _turn.WaitAsync(DisposedToken);
        _isBusy = true;
        try
        {
            await LoadAsync(async cancellationToken => isMade = await act(list, cancellationToken), "The draft could not be changed");
        }
        finally
        {
            _isBusy = false;
            _turn.Release();
        }

        StateHasChanged();
        return isMade;
    }
}

/// <summary>What is open below a draft's bar.</summary>
public sealed record OpenDraftPanel(long TaxaListId, DraftPanel Panel);

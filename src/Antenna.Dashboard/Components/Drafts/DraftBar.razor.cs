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
    private DraftPanel _panel;
    private string? _message;
    private long? _near;
    private readonly SemaphoreSlim _turn = new(1);
    private int _shown;
    private bool _isBusy;

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

    private IReadOnlyList<NetChange> Changes => _draft?.Content.Changes ?? [];

    private string Title => $"{List!.Name} v{_draft?.Base.Number ?? List.Version(Settings.TaxaListVersion)?.Number ?? List.Newest!.Number}";

    private MaskSettings Tried => Settings.ClassifierIds.Count > 0 ? Settings : Settings.WithClassifier(ClassifierId);

    private int Next => List!.Newest!.Number + 1;

    private long BaseVersionId => (List!.Version(Settings.TaxaListVersion) ?? List.Newest!).Id;

    /// <summary>Adds a taxon.</summary>
    public Task AddAsync(long taxonId) => EditAsync(new(listing => Task.FromResult(ListingEdits.Add(listing, taxonId)), taxonId));

    /// <summary>Strikes a taxon.</summary>
    public Task StrikeAsync(long taxonId) => EditAsync(new(listing => Task.FromResult(ListingEdits.Strike(listing, taxonId)), taxonId));

    /// <summary>Strikes a name of the list: its taxon, or the name alone where the taxonomy does not know it.</summary>
    public Task StrikeAsync(TaxaListEntryRow entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Taxon is { } taxon ? StrikeAsync(taxon.Id) : EditAsync(new(listing => edits.StrikeNameAsync(listing, entry.Key, DisposedToken)));
    }

    /// <summary>Puts a name back that was struck, with all that was struck with it.</summary>
    public Task PutBackAsync(string key) => EditAsync(new(listing => Task.FromResult(ListingEdits.PutBack(listing, key))));

    /// <summary>Removes the change of one name.</summary>
    private Task RestoreAsync(string key) => ChangeAsync(
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
        (_readListId, _draft, _panel, _message, _near) = (List?.Id, null, DraftPanel.None, null, null);
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
        if (draft is null && _panel is not DraftPanel.Add)
            _panel = DraftPanel.None;
        await OnDraft.InvokeAsync(draft);
    }

    private Task LookAsync() => OnChosen.InvokeAsync(Settings.WithDraft(List!.Id));

    private void Toggle(DraftPanel panel) => (_panel, _message) = (_panel == panel ? DraftPanel.None : panel, null);

    private string Expanded(DraftPanel panel) => _panel == panel ? "true" : "false";

    private Task EditAsync(DraftEdit edit) => BusyAsync(async cancellationToken =>
    {
        var person = await currentPerson.GetAsync(cancellationToken);
        _personId = person.Id;
        var draft = _draft ?? await drafts.OpenAsync(List!.Id, BaseVersionId, person, cancellationToken);
        var made = await edit.Make(await listings.OfDraftAsync(draft, cancellationToken));
        _near = edit.TaxonId ?? _near;
        if (made.UndoesLast && draft.Content.Last is { } last)
            await ShowAsync(await drafts.UndoAsync(draft, cancellationToken), $"Undone: {DraftTexts.TextOf(last)}.");
        else if (made.Step is { } step)
            await ShowAsync(await drafts.StepAsync(draft, step, cancellationToken), made.Note ?? $"Done: {DraftTexts.TextOf(step)}.");
        else
            await ShowAsync(new(draft, null), made.Note);
    });

    private Task UndoAsync() => ChangeAsync(draft => draft.Content.CanUndo, drafts.UndoAsync, _draft?.Content.Last is { } last ? $"Undone: {DraftTexts.TextOf(last)}." : null);

    private Task RedoAsync() => ChangeAsync(draft => draft.Content.CanRedo, drafts.RedoAsync, _draft?.Content.Next is { } next ? $"Done again: {DraftTexts.TextOf(next)}." : null);

    private Task ChangeAsync(Func<StoredDraft, bool> may, Func<StoredDraft, CancellationToken, Task<DraftOutcome>> change, string? done) => BusyAsync(async cancellationToken =>
    {
        if (_draft is { } draft && may(draft))
            await ShowAsync(await change(draft, cancellationToken), done);
    });

    private Task DiscardAsync() => BusyAsync(async cancellationToken =>
    {
        if (_draft is not { } draft)
            return;
        var outcome = await drafts.DiscardAsync(draft, cancellationToken);
        if (outcome.Refusal is DraftRefusal.ChangedMeanwhile)
        {
            await ShowAsync(outcome, null);
            return;
        }

        _shown++;
        (_draft, _panel, _message) = (null, DraftPanel.None, "The draft is discarded.");
        await OnDraft.InvokeAsync(null);
        await OnChosen.InvokeAsync(Settings.WithVersion(List!.Id, draft.Base.Number));
    });

    private async Task OnSavedAsync(int number)
    {
        _shown++;
        (_draft, _panel, _message) = (null, DraftPanel.None, $"Saved as {List!.Name} v{number}.");
        await OnDraft.InvokeAsync(null);
        await OnChosen.InvokeAsync(Settings.WithVersion(List.Id, number));
    }

    /// <summary>Shows what became of a change, and has the page look at the draft.</summary>
    private async Task ShowAsync(DraftOutcome outcome, string? done)
    {
        _shown++;
        _draft = outcome.Draft;
        _message = outcome.Refusal is { } refusal ? DraftTexts.TextOf(refusal) : done;
        await OnDraft.InvokeAsync(_draft);
        if (_draft is not null && !Settings.UsesDraft)
            await LookAsync();
    }

    private async Task BusyAsync(Func<CancellationToken, Task> act)
    {
        // One after the other: a key that is pressed while a change is being shown is not lost.
        await _turn.WaitAsync(DisposedToken);
        _isBusy = true;
        try
        {
            await LoadAsync(act, "The draft could not be changed");
        }
        finally
        {
            _isBusy = false;
            _turn.Release();
        }

        StateHasChanged();
    }
}

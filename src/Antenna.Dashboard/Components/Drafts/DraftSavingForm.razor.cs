using Antenna.Core.TaxaLists;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>
/// Saves a draft as the next version, with a note. Where somebody saved one meanwhile it shows what they changed, and merges after a
/// choice wherever both changed the same name.
/// </summary>
public sealed partial class DraftSavingForm(TaxaListDraftSaving saving) : LiveComponent
{
    /// <summary>Of another person's changes: they are all on the list's page.</summary>
    private const int MostShown = 20;

    private readonly string _noteId = $"note-{Guid.NewGuid():N}";
    private readonly string _mergeId = $"merge-{Guid.NewGuid():N}";
    private readonly Dictionary<string, MergeSide> _choices = [];
    private ElementReference _noteField;
    private PendingMerge? _merge;
    private string? _refusal;
    private bool _isSaving;

    /// <summary>Why there is a new version, as far as it was entered. Survives a lost circuit; that of another draft is none of this one.</summary>
    [PersistentState]
    public PendingNote? Pending { get; set; }

    private string? Note
    {
        get => Pending is { } pending && pending.DraftId == Draft.Id ? pending.Text : null;
        set => Pending = value is null ? null : new(Draft.Id, value);
    }

    /// <summary>As the person sees it.</summary>
    [Parameter, EditorRequired]
    public StoredDraft Draft { get; set; } = null!;

    /// <summary>It is the version of this number now.</summary>
    [Parameter]
    public EventCallback<int> OnSaved { get; set; }

    [Parameter]
    public EventCallback OnCanceled { get; set; }

    /// <summary>Whose change counts is chosen wherever that is asked.</summary>
    private bool IsChosen => _merge is null || _merge.Merge.Conflicts.All(conflict => _choices.ContainsKey(conflict.Key));

    private bool IsChosenFor(string key, MergeSide side) => _choices.TryGetValue(key, out var chosen) && chosen == side;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await _noteField.FocusAsync();
    }

    private async Task SaveAsync()
    {
        if (_isSaving || !IsChosen)
            return;
        (_isSaving, _refusal) = (true, null);
        await LoadAsync(SaveAsync, "The draft could not be saved");
        _isSaving = false;
        _refusal ??= LoadError?.Message;
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        var saved = await saving.SaveAsync(Draft, Note, _merge?.NewestId, _choices, cancellationToken);
        (_merge, _refusal) = (saved.Merge, saved.Refusal);
        if (saved.Number is { } number)
            await OnSaved.InvokeAsync(number);
    }
}

/// <summary>Why a draft is saved, entered and not saved yet.</summary>
public sealed record PendingNote(long DraftId, string Text);

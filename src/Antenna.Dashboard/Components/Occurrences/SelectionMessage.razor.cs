using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What was done with a selection, to be undone as long as one sees it.</summary>
public sealed partial class SelectionMessage(Identifications identifications, PinnedOccurrences pins, ICurrentPerson currentPerson) : LiveComponent
{
    private bool _isUndoing;
    private ElementReference _message;

    [Parameter, EditorRequired]
    public SelectionOutcome Outcome { get; set; } = null!;

    [Parameter]
    public EventCallback<SelectionOutcome> OnUndone { get; set; }

    /// <summary>The bar that was acted on is gone, and with it what had the focus.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await _message.FocusAsync();
    }

    private async Task UndoAsync()
    {
        if (_isUndoing)
            return;
        _isUndoing = true;
        SelectionOutcome? undone = null;
        await LoadAsync(
            async cancellationToken =>
            {
                if (Outcome.Pinned.Count > 0)
                {
                    await pins.UnpinAsync(Outcome.Pinned, cancellationToken);
                    undone = new($"Undone: {Figures.Count(Outcome.Pinned.Count, "pin", "pins")} taken away.", [], []);
                    return;
                }

                var person = await currentPerson.GetAsync(cancellationToken);
                undone = SelectionOutcome.OfUndo(await identifications.DeleteAsync(Outcome.Created, person, cancellationToken));
            },
            "Nothing of it could be undone");
        _isUndoing = false;
        if (undone is not null)
            await OnUndone.InvokeAsync(undone);
    }
}

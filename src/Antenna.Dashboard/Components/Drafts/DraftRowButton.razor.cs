using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>Strikes the name of a row from the list in view, or adds it: in the person's draft of the list.</summary>
public sealed partial class DraftRowButton : ComponentBase
{
    [Parameter, EditorRequired]
    public string Name { get; set; } = null!;

    /// <summary>The list has it, and it is to be struck.</summary>
    [Parameter]
    public bool IsListed { get; set; }

    /// <summary>The key that presses it; null for none.</summary>
    [Parameter]
    public string? Shortcut { get; set; }

    /// <summary>What the key does in whichever row has the focus; null where it presses this button, whatever has the focus.</summary>
    [Parameter]
    public string? InRow { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>It is to be struck or added.</summary>
    [Parameter]
    public EventCallback OnChosen { get; set; }

    private string Title => $"{(IsListed ? "Strike it from the list" : "Add it to the list")}{(Shortcut is null ? "" : $" ({Shortcut})")}";
}

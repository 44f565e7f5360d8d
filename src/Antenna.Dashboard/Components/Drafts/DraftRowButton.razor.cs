using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>Strikes the taxon of a class from the list in view, or adds it: in the person's draft of the list.</summary>
public sealed partial class DraftRowButton : ComponentBase
{
    [Parameter, EditorRequired]
    public PreviewedClass Class { get; set; } = null!;

    /// <summary>The list keeps the class.</summary>
    [Parameter]
    public bool IsListed { get; set; }

    /// <summary>The key that presses it; null for none.</summary>
    [Parameter]
    public string? Shortcut { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>The taxon is to be struck or added.</summary>
    [Parameter]
    public EventCallback<long> OnChosen { get; set; }

    private string Title => $"{(IsListed ? "Strike it from the list" : "Add it to the list")}{(Shortcut is null ? "" : $" ({Shortcut})")}";
}

using Antenna.Core.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>The changes of a draft as chips, each of which can be removed.</summary>
public sealed partial class DraftChanges : ComponentBase
{
    /// <summary>Chips that are shown before more are asked for.</summary>
    private const int MostChips = 12;

    private bool _showsAll;

    [Parameter, EditorRequired]
    public IReadOnlyList<NetChange> Changes { get; set; } = null!;

    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>The change of the name of this key is to be removed.</summary>
    [Parameter]
    public EventCallback<string> OnRestore { get; set; }
}

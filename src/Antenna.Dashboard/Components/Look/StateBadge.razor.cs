using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Look;

/// <summary>The state of work that goes on by itself, as a word with its sign.</summary>
public sealed partial class StateBadge : ComponentBase
{
    [Parameter, EditorRequired]
    public string Word { get; set; } = "";

    /// <summary>One of MudBlazor's.</summary>
    [Parameter, EditorRequired]
    public string Icon { get; set; } = "";

    /// <summary><c>moving</c>, <c>succeeded</c>, <c>failed</c> or nothing.</summary>
    [Parameter]
    public string Class { get; set; } = "";
}

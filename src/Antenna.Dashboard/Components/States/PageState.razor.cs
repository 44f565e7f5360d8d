using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.States;

/// <summary>Shows what was read, or why there is nothing to show.</summary>
public sealed partial class PageState : ComponentBase
{
    /// <summary>Why it could not be read; null where it could.</summary>
    [Parameter]
    public PageError? Error { get; set; }

    /// <summary>Why what is shown may be out of date; null where it is not.</summary>
    [Parameter]
    public PageError? UpdateError { get; set; }

    [Parameter]
    public bool IsLoading { get; set; }

    /// <summary>What is being waited for: "Reading occurrences".</summary>
    [Parameter]
    public string Waiting { get; set; } = "Reading";

    [Parameter]
    public bool IsEmpty { get; set; }

    [Parameter]
    public string EmptyIcon { get; set; } = Icons.Material.Outlined.Search;

    /// <summary>What to show and to offer where there is nothing.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;
}

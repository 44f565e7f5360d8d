using Antenna.Dashboard.Downloads;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.Downloads;

/// <summary>A button that opens what there is to download, with how far a download of it is. Escape closes it.</summary>
public sealed partial class DownloadPanel : ComponentBase
{
    private readonly string _panelId = $"download-{Guid.NewGuid():N}";
    private bool _isOpen;

    [Parameter]
    public string Label { get; set; } = "Download";

    /// <summary>Where there is no room below the button.</summary>
    [Parameter]
    public bool OpensUp { get; set; }

    /// <summary>The offer whose progress is shown.</summary>
    [Parameter, EditorRequired]
    public TrackedDownload Download { get; set; } = null!;

    /// <summary>Somebody looks at what there is: true, or no longer.</summary>
    [Parameter]
    public EventCallback<bool> OnToggled { get; set; }

    /// <summary>The files.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private Task ToggleAsync() => SetAsync(!_isOpen);

    private Task CloseByKey(KeyboardEventArgs key) => key.Key == "Escape" && _isOpen ? SetAsync(false) : Task.CompletedTask;

    private Task SetAsync(bool isOpen)
    {
        _isOpen = isOpen;
        return OnToggled.InvokeAsync(isOpen);
    }
}

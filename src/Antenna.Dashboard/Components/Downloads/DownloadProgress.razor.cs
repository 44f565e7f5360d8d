using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Downloads;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Downloads;

/// <summary>How far a download of this page is, which a browser does not know of a file that is written while it is sent.</summary>
public sealed partial class DownloadProgress : LiveComponent
{
    [Parameter, EditorRequired]
    public TrackedDownload Download { get; set; } = null!;

    protected override void OnInitialized()
    {
        var download = Download;
        Follow(
            changed =>
            {
                download.Changed += changed;
                return new EventSubscription(() => download.Changed -= changed);
            },
            _ => Task.CompletedTask);
    }
}

using Antenna.Dashboard.Downloads;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Downloads;

/// <summary>Offers files of which it is known how much is in them.</summary>
public sealed partial class FileDownload(DownloadTracker tracker) : ComponentBase, IDisposable
{
    private readonly TrackedDownload _download = tracker.Offer();

    [Parameter]
    public string Label { get; set; } = "Export";

    /// <summary>How many rows to expect, as a sentence.</summary>
    [Parameter, EditorRequired]
    public string Size { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<OfferedFile> Files { get; set; } = [];

    public void Dispose() => _download.Dispose();
}

/// <summary>A file that a page offers.</summary>
/// <param name="Description">What it is for, and what is in it.</param>
/// <param name="UrlOf">Its address, by the id of the offer.</param>
public sealed record OfferedFile(string Title, string Description, Func<Guid, string> UrlOf);

using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Pictures;

/// <summary>The crop of one detection, whole, in a square that keeps its place while the picture comes, or if it never does.</summary>
public sealed partial class CropPicture : ComponentBase
{
    /// <summary>The detection whose picture the browser could not load.</summary>
    private long? _missing;

    [Parameter, EditorRequired]
    public long DetectionId { get; set; }

    /// <summary>CSS px of the square; the picture is fetched at twice that, for screens that show it.</summary>
    [Parameter]
    public int Size { get; set; } = 64;

    /// <summary>What is to be seen; empty where the text next to it says so already.</summary>
    [Parameter]
    public string Alt { get; set; } = "";

    private bool IsMissing => _missing == DetectionId;

    private string MissingText => Alt.Length > 0 ? $"{Alt}: no picture" : "no picture";
}

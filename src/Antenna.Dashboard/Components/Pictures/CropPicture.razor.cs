using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Pictures;

/// <summary>The crop of one detection, whole, in a square.</summary>
public sealed partial class CropPicture : ComponentBase
{
    [Parameter, EditorRequired]
    public long DetectionId { get; set; }

    /// <summary>CSS px of the square; the picture is fetched at twice that, for screens that show it.</summary>
    [Parameter]
    public int Size { get; set; } = 64;

    /// <summary>What is to be seen; empty where the text beside it says so already.</summary>
    [Parameter]
    public string Alt { get; set; } = "";
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Pins;

/// <summary>One pinned occurrence: its picture, the best prediction before and after, and what people's word makes of that.</summary>
public sealed partial class PinCard : ComponentBase
{
    [Parameter, EditorRequired]
    public PinPreview Pin { get; set; } = null!;

    /// <summary>Its page, with what is tried here.</summary>
    [Parameter, EditorRequired]
    public OccurrenceAddress Link { get; set; } = null!;

    /// <summary>It is the occurrence at hand.</summary>
    [Parameter]
    public bool IsHere { get; set; }

    [Parameter]
    public EventCallback OnUnpinned { get; set; }

    private static string ScoreOf(PinnedPrediction prediction) => prediction.Score is { } score ? Figures.Score(score) : "";
}

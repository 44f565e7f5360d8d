using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.SelectionMask;

/// <summary>One picked occurrence: its picture, the best classes before and after, and what its determination becomes.</summary>
public sealed partial class PreviewCard : ComponentBase
{
    private const int Top = 3;

    [Parameter, EditorRequired]
    public SelectionPreview Preview { get; set; } = null!;

    /// <summary>The page that it is on.</summary>
    [Parameter, EditorRequired]
    public SelectionMaskAddress Address { get; set; } = null!;

    private bool IsOpen => Address.OpenId == Preview.OccurrenceId;

    /// <summary>The first mask that has something to show.</summary>
    private (MaskPreview Mask, PreviewedRow Row)? Deciding =>
        Preview.Masks.Where(mask => mask.Rows.Count > 0).Select(mask => ((MaskPreview, PreviewedRow)?)(mask, Shown(mask)!)).FirstOrDefault();

    /// <summary>The row of the detection that decides, else the first; null where the classifier has none here.</summary>
    private PreviewedRow? Shown(MaskPreview mask) =>
        mask.Rows.FirstOrDefault(row => row.DetectionId == Preview.CropDetectionId) ?? (mask.Rows is [var first, ..] ? first : null);

    private static string ScoreOf(PreviewedDetermination determination) =>
        determination is { DecidedBy.Person: null, Score: { } score } ? Figures.Score(score) : "";

    private static string EffectsOf(MaskPreview mask) => string.Join(", ", mask.Rows
        .GroupBy(row => row.Effect).OrderBy(rows => rows.Key)
        .Select(rows => $"{Figures.Count(rows.Count())} {rows.Key.ToString().ToLowerInvariant()}"));
}

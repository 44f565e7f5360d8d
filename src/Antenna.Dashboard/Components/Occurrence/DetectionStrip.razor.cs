using Antenna.Core.Taxonomy;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>The detections of one animal, in the order of time, each with what the mask tried makes of it.</summary>
public sealed partial class DetectionStrip : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<DetectionDetails> Detections { get; set; } = null!;

    [Parameter, EditorRequired]
    public long ShownId { get; set; }

    /// <summary>Null while no mask is tried.</summary>
    [Parameter]
    public MaskPreview? Preview { get; set; }

    [Parameter]
    public EventCallback<long> OnChosen { get; set; }

    /// <summary>The one that would decide under the mask tried; else the one that does.</summary>
    private long? DecidingId => Preview is null
        ? Detections.FirstOrDefault(detection => detection.Decides)?.Id
        : Preview.After.Machine?.DetectionId;

    private static bool IsItalic(PreviewedClass winner) => winner.Taxon is { Rank: >= Rank.Genus and < Rank.Unknown };

    /// <summary>L. maculata: there is room for no more under a small picture.</summary>
    private static string ShortName(PreviewedClass winner) => winner.Taxon switch
    {
        { Rank: Rank.Species or Rank.Subspecies, Name: var name } when name.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space =>
            $"{name[0]}.{name[space..]}",
        { Name: var name } => name,
        null => winner.Label,
    };

    private (PreviewedClass Class, double Score)? Winner(DetectionDetails detection) =>
        Preview?.Rows.FirstOrDefault(row => row.DetectionId == detection.Id)?.Prediction is { Winner: { } winner, Masked: { } masked }
            ? (winner, masked.Score(Preview.Options.Mode))
            : null;
}

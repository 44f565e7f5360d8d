using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// What an algorithm said, to agree with. A mask that kept the class is one card with its source: both scores, one opinion.
/// </summary>
public sealed partial class PredictionCardView : SayingComponent
{
    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    [Parameter, EditorRequired]
    public PredictionCard Card { get; set; } = null!;

    /// <summary>Which of several detections it is of; null where there is but one.</summary>
    [Parameter]
    public string? Detection { get; set; }

    /// <summary>What whoever looks has named the occurrence; null for nothing that stands.</summary>
    [Parameter]
    public long? MyTaxonId { get; set; }

    private bool IsDerived => Card.AppliedTo is not null;

    /// <summary>Who had the opinion: of a derived row, what it was derived from.</summary>
    private AlgorithmName Source => Card.AppliedTo?.Algorithm ?? Card.Algorithm;

    private string DerivedText => (Card.Algorithm.Kind, Card.Mode) switch
    {
        (AlgorithmKind.Masking, Core.Predictions.ScoreMode.Absolute) => "masked, absolute",
        (AlgorithmKind.Masking, _) => "masked",
        (AlgorithmKind.RollUp, _) => "rolled up",
        (AlgorithmKind.SizeFilter, _) => "too small",
        _ => "derived",
    };

    private Task AgreeAsync() => SayAsync((identifications, person, cancellationToken) =>
        identifications.AgreeWithClassificationAsync(OccurrenceId, Card.ClassificationId, person, cancellationToken));
}

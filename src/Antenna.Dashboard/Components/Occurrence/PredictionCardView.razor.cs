using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// What an algorithm predicted, to agree with. A mask that kept the class is one card with its source: both scores, one opinion.
/// </summary>
public sealed partial class PredictionCardView : IdentificationComponent
{
    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    [Parameter, EditorRequired]
    public PredictionCard Card { get; set; } = null!;

    /// <summary>Which of several detections it is of; null where there is but one.</summary>
    [Parameter]
    public string? Detection { get; set; }

    /// <summary>The taxon of the determination, where it is by the person who looks: there is nothing to agree with then.</summary>
    [Parameter]
    public long? MyTaxonId { get; set; }

    private bool IsDerived => Card.AppliedTo is not null;

    /// <summary>Who had the opinion: of a derived row, what it was derived from.</summary>
    private AlgorithmName Source => Card.AppliedTo?.Algorithm ?? Card.Algorithm;

    /// <summary>It says less than what it was made from, because that is what is sure.</summary>
    private bool IsRolledUp => Card.Algorithm.Kind is AlgorithmKind.RollUp;

    /// <summary>What was done to make it; null on a classifier's own.</summary>
    private string? DerivedText => (Card.Algorithm.Kind, Card.Mode) switch
    {
        (AlgorithmKind.Masking, Core.Predictions.ScoreMode.Absolute) => "masked, absolute",
        (AlgorithmKind.Masking, _) => "masked",
        (AlgorithmKind.RollUp, _) => "rolled up",
        (AlgorithmKind.SizeFilter, _) => "too small",
        _ when IsDerived => "derived",
        _ => null,
    };

    private Task<bool> AgreeAsync() => SubmitAsync(new AgreementWithPrediction(OccurrenceId, Card.ClassificationId));
}

using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What the determination would become, which row decides it, and what becomes of the row looked at.</summary>
public sealed partial class DeterminationOutcome : ComponentBase
{
    [Parameter, EditorRequired]
    public MaskPreview Preview { get; set; } = null!;

    /// <summary>The row of the detection looked at; null where the classifier has none of it.</summary>
    [Parameter]
    public PreviewedRow? Row { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<DetectionDetails> Detections { get; set; } = null!;

    private bool Stays => Preview.Before.Taxon?.Id == Preview.After.Taxon?.Id;

    private string DecidedBy => Preview.After.DecidedBy switch
    {
        { Person: { } person } => $"Decided by what {person} said: a mask never overrules a person.",
        { Unwritten: true } row => $"Decided by the masked row{Of(row)}, which applying writes.",
        { Algorithm: { } algorithm } row => $"Decided by {algorithm.Name}{Of(row)}.",
        _ => "No row that counts names a taxon, so nothing decides it.",
    };

    private string EffectText => Row switch
    {
        null => "",
        { Effect: RowEffect.Masked } => $"Masked: the masked row counts instead of {CountsNow}.",
        { Effect: RowEffect.Restored, Because: { } because } => $"Restored: the classifier's own row counts again instead of {CountsNow}, because {because}.",
        { Effect: RowEffect.Restored } => $"Restored: the classifier's own row counts again instead of {CountsNow}, as this list leaves it as it is.",
        { Effect: RowEffect.Held } row =>
            $"Held for a person: only {Figures.Score(row.Prediction!.Masked!.Masses.Kept)} of the belief is on the list or on nothing, under the {Figures.Score(Preview.Options.HoldBelow)} asked for.",
        { Effect: RowEffect.Skipped, Because: var because } => $"Skipped, because {because}.",
        { Effect: RowEffect.Unchanged, Because: { } because } => $"Unchanged: the classifier's own row counts, because {because}.",
        { Due: LineageRow.Masked } => "Unchanged: this very mask counts here already.",
        { Prediction.Masked.LargestExcluded: <= MaskEffect.Negligible } => "Unchanged: the list takes nothing away that the model believed in.",
        _ => "Unchanged: the species stays, so the classifier's own row does.",
    };

    private string CountsNow => Row?.Replaced is { } coarser ? $"the roll-up to {coarser.Name}, which counts now" : "what counts now";

    private static string ScoreText(PreviewedDetermination determination) => determination switch
    {
        { DecidedBy.Person: not null } or { Score: null } => "",
        { Score: { } score } => $" {Figures.Score(score)}",
    };

    private string Of(DecidingRow row)
    {
        var place = Detections.Index().FirstOrDefault(each => each.Item.Id == row.DetectionId).Index + 1;
        return Detections.Count > 1 ? $" of detection {place} of {Detections.Count}" : "";
    }
}

using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Masking;

/// <summary>What can become of a picked occurrence, for a page to count and filter by.</summary>
public enum SelectionOutcomeKind
{
    /// <summary>Its determination becomes another taxon, or none, or one where there was none.</summary>
    AnotherTaxon,

    /// <summary>A masked prediction of it counts instead of what counts now.</summary>
    Masked,

    /// <summary>A prediction of the classifier itself counts again.</summary>
    Restored,

    /// <summary>A prediction of it is as the mask would have it.</summary>
    Unchanged,

    /// <summary>A prediction of it is left for a person.</summary>
    Held,

    /// <summary>The mask has no answer for a prediction of it.</summary>
    Skipped,

    /// <summary>None of the classifiers has a prediction of it that counts.</summary>
    NotPredicted,
}

/// <summary>What masks would make of one picked occurrence. Nothing of it is written.</summary>
/// <param name="CropDetectionId">The detection to show: the one that decides, else the first; null where there is none.</param>
/// <param name="Masks">One a classifier, in the order in which they are run, each on top of the one before.</param>
public sealed record SelectionPreview(
    long OccurrenceId, long? CropDetectionId, IReadOnlyList<MaskPreview> Masks, PreviewedDetermination Before, PreviewedDetermination After)
{
    public bool TaxonChanges => Before.Taxon?.Id != After.Taxon?.Id;

    /// <summary>How much changes: the greatest share of a classifier's belief that is taken from what is not listed, 0 to 1.</summary>
    public double Change { get; } = Masks.SelectMany(mask => mask.Rows)
        .Where(row => row.Effect is RowEffect.Masked or RowEffect.Restored)
        .Select(row => row.Prediction?.Masked?.Masses.OffList ?? 0)
        .DefaultIfEmpty(0).Max();

    public bool Is(SelectionOutcomeKind kind) => kind switch
    {
        SelectionOutcomeKind.AnotherTaxon => TaxonChanges,
        SelectionOutcomeKind.NotPredicted => Masks.All(mask => mask.Rows.Count == 0),
        SelectionOutcomeKind.Masked => Has(RowEffect.Masked),
        SelectionOutcomeKind.Restored => Has(RowEffect.Restored),
        SelectionOutcomeKind.Unchanged => Has(RowEffect.Unchanged),
        SelectionOutcomeKind.Held => Has(RowEffect.Held),
        _ => Has(RowEffect.Skipped),
    };

    /// <summary>What the run of one classifier would count here.</summary>
    public OutcomeCounts Counters(long classifierId) =>
        Masks.FirstOrDefault(mask => mask.Classifier.Id == classifierId)?.Counters ?? OutcomeCounts.None;

    private bool Has(RowEffect effect) => Masks.Any(mask => mask.Rows.Any(row => row.Effect == effect));
}

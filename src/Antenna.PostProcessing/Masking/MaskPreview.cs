using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Masking;

/// <summary>What a mask would make of one occurrence. Nothing of it is written.</summary>
/// <param name="ListedClasses">Classes of the classifier whose taxon is listed.</param>
/// <param name="Rows">One a row in scope, in the order of the run.</param>
/// <param name="Counters">What the run would count.</param>
/// <param name="Warnings">What a person should know before it runs.</param>
public sealed record MaskPreview(
    TaxaListVersionName TaxaList,
    AlgorithmName Classifier,
    MaskOptions Options,
    int ListedClasses,
    IReadOnlyList<PreviewedRow> Rows,
    PreviewedDetermination Before,
    PreviewedDetermination After,
    OutcomeCounts Counters,
    IReadOnlyList<string> Warnings)
{
    /// <summary>A run would find everything as it should be already, or leave it as it is.</summary>
    public bool ChangesNothing => Counters.Masked + Counters.Restored == 0;
}

/// <summary>What a run does to a row.</summary>
public enum RowEffect
{
    Masked,
    Unchanged,
    Restored,
    Held,
    Skipped,
}

/// <summary>One row of the classifier, on one detection.</summary>
/// <param name="SourceId">The classifier's own row.</param>
/// <param name="Due">Which row of the lineage would count; null where the row is held or skipped, and left as it is.</param>
/// <param name="Because">Why the mask gives no answer, to follow "because"; null where it gives one.</param>
/// <param name="Prediction">Null where there is not even an unmasked prediction.</param>
public sealed record PreviewedRow(
    long DetectionId, long SourceId, RowEffect Effect, LineageRow? Due, string? Because, PreviewedPrediction? Prediction)
{
    /// <summary>The coarser taxon that counts now, by a roll-up, and that what becomes of the row replaces; null where there is none.</summary>
    public TaxonName? Replaced { get; init; }

    /// <summary>What the masked row would say, where it would count; null where the classifier's own does.</summary>
    public PreviewedClass? MaskedWinner => Due is LineageRow.Masked ? Prediction?.Winner : null;
}

/// <summary>The original prediction and the masked one.</summary>
/// <param name="Classes">The best classes before and after, in the order of their original rank; of predictions that are aligned, those of all of them.</param>
/// <param name="Original">The classifier's own answer.</param>
/// <param name="Masked">What the mask makes of the row, as it would be written; null where it gives no answer.</param>
/// <param name="Winner">The kept class that wins; null where the mask gives no answer.</param>
/// <param name="OffList">How the mass of the excluded classes divides by kinship to <paramref name="Original"/>.</param>
/// <param name="Likeliest">The likeliest excluded class; null where none has a probability above 0.</param>
public sealed record PreviewedPrediction(
    IReadOnlyList<PreviewedClass> Classes,
    PreviewedClass Original,
    MaskedPrediction? Masked,
    PreviewedClass? Winner,
    OffListMass OffList,
    ExcludedClass? Likeliest);

/// <summary>Why a mask excludes a class.</summary>
public enum Exclusion
{
    /// <summary>Its taxon is not on the list, nor any above it.</summary>
    NotListed,

    /// <summary>Its label resolves to no taxon.</summary>
    Unresolved,

    /// <summary>The list names a taxon above it, but not with its descendants.</summary>
    OnlyHigherRankListed,
}

/// <summary>One class before and after the mask.</summary>
/// <param name="Label">As the classifier calls it.</param>
/// <param name="Taxon">Null where it is no taxon, or unresolved.</param>
/// <param name="Excluded">Null where it is kept.</param>
public sealed record PreviewedClass(ComparedClass Compared, string Label, ClassMeaning Meaning, TaxonName? Taxon, Exclusion? Excluded)
{
    public int Index => Compared.Index;
}

/// <summary>The likeliest class that the mask excludes.</summary>
/// <param name="KinshipToWinner">How near it is to what the mask lets win; elsewhere where nothing wins.</param>
/// <param name="IsOriginal">It is the classifier's own answer.</param>
public sealed record ExcludedClass(string Label, TaxonName? Taxon, double Mass, Kinship KinshipToWinner, bool IsOriginal);

/// <summary>The determination of an occurrence, before or after, and the row that decides it.</summary>
/// <param name="Score">1 where a person decides.</param>
/// <param name="DecidedBy">Null where nothing determines the occurrence.</param>
/// <param name="Machine">The best machine prediction, also where a person decides.</param>
public sealed record PreviewedDetermination(TaxonName? Taxon, double? Score, DecidingRow? DecidedBy, DecidingRow? Machine);

/// <summary>A row that decides.</summary>
/// <param name="Person">The person who made the identification; null where a prediction decides.</param>
/// <param name="Algorithm">Null where a person decides, and on a row of a mask that has none here yet.</param>
/// <param name="DetectionId">Null where a person decides.</param>
/// <param name="Unwritten">It is a row that the run would write.</param>
public sealed record DecidingRow(string? Person, AlgorithmName? Algorithm, long? DetectionId, TaxonName Taxon, double Score, bool Unwritten);

using Antenna.Core.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.Taxonomy;

namespace Antenna.PostProcessing.Masking;

/// <summary>What a mask would do to one occurrence, by the very steps of a run; nothing of it is written.</summary>
/// <param name="Refusal">Why no run with this mask would be launched; null where one can be. Then nothing is previewed.</param>
/// <param name="Detections">Those that the classifier spoke of, in the order of time.</param>
/// <param name="Before">The determination as it is.</param>
/// <param name="After">What it would become.</param>
/// <param name="Counters">What a run over this occurrence would count.</param>
public sealed record MaskPreview(
    long OccurrenceId,
    MaskedClasses Classes,
    string? Refusal,
    IReadOnlyList<PreviewedDetection> Detections,
    PreviewedDetermination Before,
    PreviewedDetermination After,
    RunCounters Counters)
{
    public bool TaxonChanges => Before.Taxon?.Id != After.Taxon?.Id;
}

/// <summary>How many of a classifier's classes a mask keeps.</summary>
/// <param name="Listed">Kept because their taxon is on the list.</param>
/// <param name="NotATaxon">Kept because they are not a taxon.</param>
/// <param name="Unresolved">Excluded because their label resolves to no taxon.</param>
/// <param name="ListedTaxa">Entries of the list, the draft's changes included.</param>
public sealed record MaskedClasses(int Classes, int Listed, int NotATaxon, int Unresolved, int ListedTaxa);

/// <summary>A determination, and the row that decides it.</summary>
/// <param name="Score">1 where a person decides.</param>
/// <param name="DecidedBy">Null where nothing is determined.</param>
public sealed record PreviewedDetermination(TaxonName? Taxon, double? Score, bool Verified, DecidingRow? DecidedBy);

/// <summary>The row that decides a determination; exactly one of the three says which.</summary>
/// <param name="IdentificationId">A person's identification.</param>
/// <param name="ClassificationId">A classification that there is.</param>
/// <param name="DetectionId">The detection of the classification, written or to be written.</param>
/// <param name="Description">The same in words: "the masked prediction of detection 3".</param>
public sealed record DecidingRow(long? IdentificationId, long? ClassificationId, long? DetectionId, string Description);

/// <summary>What becomes of one row.</summary>
public enum PreviewOutcome
{
    Masked,
    Restored,
    Unchanged,
    Held,
    Skipped,
}

/// <summary>What a mask makes of one detection.</summary>
/// <param name="SourceId">The classifier's own row.</param>
/// <param name="Fault">Why the row is skipped, where it is for its logits.</param>
/// <param name="Classes">
/// The best classes before and after, each class once, in the order of the original ranks; empty where the row is skipped.
/// </param>
/// <param name="Masses">Null where the row is skipped.</param>
/// <param name="Sentence">What there is to say of this detection, in plain words.</param>
/// <param name="Decides">It decides the determination after the mask.</param>
public sealed record PreviewedDetection(
    long DetectionId,
    long SourceId,
    PreviewOutcome Outcome,
    LogitsFault Fault,
    IReadOnlyList<PreviewedClass> Classes,
    PreviewedMasses? Masses,
    string Sentence,
    bool Decides);

/// <summary>One class before and after a mask.</summary>
/// <param name="Index">Its position in the category map.</param>
/// <param name="OriginalRank">From 1, among all classes.</param>
/// <param name="Absolute">Its probability before anything was forbidden.</param>
/// <param name="MaskedRank">From 1, among the kept classes; null where it is excluded.</param>
/// <param name="Reweighted">Its probability among the kept classes; 0 where it is excluded.</param>
/// <param name="Exclusion">Why it is excluded; null where it is kept.</param>
public sealed record PreviewedClass(
    int Index,
    string Label,
    TaxonName? Taxon,
    int OriginalRank,
    double Absolute,
    int? MaskedRank,
    double Reweighted,
    ExclusionReason? Exclusion)
{
    /// <summary>Ranks that it rises by; null where it is excluded.</summary>
    public int? Rises => OriginalRank - MaskedRank;
}

/// <summary>Why a mask excludes a class.</summary>
public enum ExclusionReason
{
    /// <summary>Neither its taxon nor anything that stands for it is on the list.</summary>
    NotListed,

    /// <summary>A taxon above it is on the list, but its entry does not include what is below.</summary>
    OnlyAboveListed,

    /// <summary>It is a higher taxon of which only lower ones are on the list.</summary>
    OnlyBelowListed,

    /// <summary>Its label resolves to no taxon.</summary>
    Unresolved,
}

/// <summary>
/// How the classifier's unmasked probability divides; the five sum to 1. What is off the list is split by its relation to
/// the best listed taxon, which is what the mask would say instead: a congener of that is the likeliest to be missing on
/// the list.
/// </summary>
/// <param name="Nothing">Over what is not a taxon.</param>
/// <param name="SameGenus">Off the list, of the best listed taxon's genus.</param>
/// <param name="SameFamily">Off the list, of its family but of another genus.</param>
/// <param name="Elsewhere">Off the list otherwise, unresolved labels included.</param>
public sealed record PreviewedMasses(double Listed, double Nothing, double SameGenus, double SameFamily, double Elsewhere)
{
    public double OffList => SameGenus + SameFamily + Elsewhere;
}

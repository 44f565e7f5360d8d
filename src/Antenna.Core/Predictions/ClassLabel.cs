namespace Antenna.Core.Predictions;

/// <summary>What a class of a classifier stands for. The numbers are stored: never renumber.</summary>
public enum ClassMeaning : short
{
    /// <summary>The label resolves to no taxon: masking excludes it and reports it, and never keeps it silently.</summary>
    Unresolved = 0,

    /// <summary>The class is a taxon, of any rank.</summary>
    Taxon = 1,

    /// <summary>Background, blank, vehicle: it occurs everywhere, so every mask keeps it.</summary>
    NotATaxon = 2,
}

/// <summary>One class of a classifier.</summary>
/// <param name="Index">Its position in the classifier's logits, from 0.</param>
/// <param name="Label">What the classifier calls it, as delivered.</param>
/// <param name="Meaning">What it stands for.</param>
/// <param name="TaxonId">The taxon that the label names; set exactly where <paramref name="Meaning"/> is a taxon.</param>
public sealed record ClassLabel(int Index, string Label, ClassMeaning Meaning, long? TaxonId);

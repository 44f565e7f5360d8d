using Antenna.Core.Occurrences;
using Antenna.Core.Taxonomy;

namespace Antenna.Core.Evaluation;

/// <summary>
/// What a person identified an animal as on their own: the newest identification that stands, names a taxon, and is no click of
/// agreement, which only repeats what was there to be agreed with.
/// </summary>
public static class IndependentIdentification
{
    /// <summary>The taxon of it; null where there is none.</summary>
    /// <param name="identifications">All of the occurrence's, in any order.</param>
    public static long? TaxonOf(IReadOnlyList<IdentificationFact> identifications)
    {
        IdentificationFact? newest = null;
        foreach (var each in identifications)
        {
            if (each is { Status: IdentificationStatus.Standing, TaxonId: not null, IsAgreement: false }
                && (newest is not { } other || (each.CreatedAt, each.Id).CompareTo((other.CreatedAt, other.Id)) > 0))
                newest = each;
        }

        return newest?.TaxonId;
    }

    /// <summary>
    /// Whether a prediction is what was identified: that taxon by any of its names, or one below it. What is identified as a subspecies
    /// counts for its species, which is what classifiers name.
    /// </summary>
    /// <param name="predicted">Null for none, which is never right.</param>
    public static bool IsRight(TaxonTree tree, long? predicted, long identified) =>
        predicted is { } taxon && tree.Contains(taxon) && tree.Contains(identified) && tree.IsWithin(taxon, tree.AncestorAt(identified, Rank.Species) ?? identified);
}

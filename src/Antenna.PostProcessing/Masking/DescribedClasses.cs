using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;

namespace Antenna.PostProcessing.Masking;

/// <summary>Names the classes of a comparison for a page, and says why the mask excludes those that it does.</summary>
/// <param name="basis">Of the plan's classifier.</param>
/// <param name="tree">Names what the classes are.</param>
internal sealed class DescribedClasses(MaskPlan plan, PreviewBasis basis, TaxonTree tree)
{
    public PreviewedPrediction Describe(PredictionComparison comparison)
    {
        var classes = comparison.Classes.Select(Class).ToList();
        var winner = comparison.Masked?.Winner;
        return new(
            classes,
            classes.Single(each => each.Index == comparison.Original.Winner),
            comparison.Masked,
            classes.SingleOrDefault(each => each.Index == winner),
            comparison.OffList,
            comparison.OffList.Likeliest is not { } likeliest ? null : new(
                plan.CategoryMap[likeliest].Label,
                Name(plan.CategoryMap[likeliest].TaxonId),
                comparison.OffList.LikeliestMass,
                winner is { } index ? basis.Kinship.Between(index, likeliest) : Kinship.Elsewhere,
                likeliest == comparison.Original.Winner));
    }

    /// <summary>What the tree calls a taxon; null where it is newer than the tree, and its label has to do.</summary>
    public TaxonName? Name(long? taxonId) =>
        taxonId is { } id && tree.TryGet(id, out var node) ? new(id, node.Name, node.Rank) : null;

    private PreviewedClass Class(ComparedClass compared)
    {
        var label = plan.CategoryMap[compared.Index];
        return new(
            compared, label.Label, label.Meaning, Name(label.TaxonId), plan.Kept.IsKept(compared.Index) ? null : WhyExcluded(label));
    }

    private Exclusion WhyExcluded(ClassLabel label) => label switch
    {
        { Meaning: ClassMeaning.Unresolved } => Exclusion.Unresolved,
        { TaxonId: { } taxon } when tree.Contains(taxon) && tree.Ancestors(taxon).Any(plan.Listing.Taxa.Contains) => Exclusion.OnlyHigherRankListed,
        _ => Exclusion.NotListed,
    };
}

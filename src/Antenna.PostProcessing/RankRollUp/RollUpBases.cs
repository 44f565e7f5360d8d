using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Predictions;
using Antenna.Data.Taxonomy;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>What every roll-up of one classifier's rows follows from, whatever its settings.</summary>
public sealed record RollUpBasis(CategoryMap Map, TaxonTree Tree, ClassAncestry Ancestry);

/// <summary>Keeps the last basis: finding the taxa of tens of thousands of classes once for each part of a run would add up.</summary>
public sealed class RollUpBases(CurrentTaxonomy taxonomy, CurrentCategoryMaps categoryMaps)
{
    private volatile RollUpBasis? _last;

    /// <summary>The basis of a category map, with its labels and the tree as they are now.</summary>
    public async Task<RollUpBasis> GetAsync(long categoryMapId, CancellationToken cancellationToken)
    {
        var map = await categoryMaps.GetAsync(categoryMapId, cancellationToken);
        var tree = (await taxonomy.GetAsync(cancellationToken)).Tree;
        if (_last is { } last && ReferenceEquals(last.Map, map) && ReferenceEquals(last.Tree, tree))
            return last;
        return _last = new(map, tree, ClassAncestry.Of(map, tree));
    }
}

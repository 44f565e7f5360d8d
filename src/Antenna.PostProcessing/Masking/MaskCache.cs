using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Caches what masks are planned from, whichever list and settings are tried: the tree and category maps. It lives for one plan or one workbench: a taxon or synonym learned meanwhile is known to the next one.
/// </summary>
public sealed class MaskCache(CurrentTaxonomy taxonomy, CurrentCategoryMaps categoryMaps)
{
    private readonly Dictionary<long, CategoryMap> _maps = [];
    private TaxonTree? _tree;

    /// <summary>The draft as it was read last, which a plan of that revision does not read again; null where none was.</summary>
    internal StoredDraft? Draft { get; set; }

    internal async Task<TaxonTree> TreeAsync(CancellationToken cancellationToken) =>
        _tree ??= (await taxonomy.GetAsync(cancellationToken)).Tree;

    internal async Task<CategoryMap> CategoryMapAsync(long categoryMapId, CancellationToken cancellationToken)
    {
        if (!_maps.TryGetValue(categoryMapId, out var map))
            _maps[categoryMapId] = map = await categoryMaps.GetAsync(categoryMapId, cancellationToken);
        return map;
    }

    /// <summary>Has the tree be the one by which a listing was resolved, which may list taxa that came after another tree.</summary>
    internal void Follow(Listing listing) => _tree = listing.Taxonomy.Tree;
}

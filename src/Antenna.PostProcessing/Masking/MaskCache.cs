using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Caches what masks are planned from, whichever list and settings are tried: the tree, category maps, and the taxa that each
/// version lists. It lives for one plan or one workbench: a taxon or synonym learned meanwhile is known to the next one.
/// </summary>
public sealed class MaskCache(CurrentTaxonomy taxonomy, CurrentCategoryMaps categoryMaps)
{
    private readonly Dictionary<long, CategoryMap> _maps = [];
    private readonly Dictionary<long, ListedTaxa> _listed = [];
    private TaxonTree? _tree;

    internal async Task<TaxonTree> TreeAsync(CancellationToken cancellationToken) =>
        _tree ??= (await taxonomy.GetAsync(cancellationToken)).Tree;

    internal async Task<CategoryMap> CategoryMapAsync(long categoryMapId, CancellationToken cancellationToken)
    {
        if (!_maps.TryGetValue(categoryMapId, out var map))
            _maps[categoryMapId] = map = await categoryMaps.GetAsync(categoryMapId, cancellationToken);
        return map;
    }

    /// <summary>The taxa whose classes a version of a list keeps.</summary>
    internal async Task<ListedTaxa> ListedAsync(AntennaDbContext context, long versionId, CancellationToken cancellationToken)
    {
        if (!_listed.TryGetValue(versionId, out var listed))
        {
            var entries = await TaxaListContents.LoadAsync(context, versionId, cancellationToken);
            var tree = await TreeAsync(cancellationToken);

            // The version may be newer than the tree, and list taxa that came with it.
            if (entries.Any(entry => !tree.Contains(entry.TaxonId)))
                _tree = tree = (await taxonomy.GetAsync(cancellationToken)).Tree;
            _listed[versionId] = listed = ListedTaxa.Of(tree, entries);
        }

        return listed;
    }
}

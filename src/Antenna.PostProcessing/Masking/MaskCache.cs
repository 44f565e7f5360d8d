using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Caches what masks are planned from, whichever list and settings are tried: the tree, category maps, and what a workbench is on. It
/// lives for one plan or one workbench: a taxon or synonym learned meanwhile is known to the next one.
/// </summary>
public sealed class MaskCache(CurrentTaxonomy taxonomy, CurrentCategoryMaps categoryMaps)
{
    private readonly Dictionary<long, CategoryMap> _maps = [];
    private readonly Dictionary<long, Project> _projects = [];
    private readonly Dictionary<long, Algorithm> _classifiers = [];
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

    /// <summary>The project of a scope, by <see cref="ScopeReview"/>; of one occurrence it is read once.</summary>
    internal async Task<Project?> ProjectOfAsync(
        AntennaDbContext context, RunScope scope, ICollection<SettingsProblem> problems, CancellationToken cancellationToken)
    {
        var occurrence = scope.Kind is RunScopeKind.Occurrence ? scope.Id : null;
        if (occurrence is { } known && _projects.TryGetValue(known, out var project))
            return project;
        var read = await ScopeReview.ProjectOfAsync(context, scope, problems, cancellationToken);
        if (occurrence is { } id && read is not null)
            _projects[id] = read;
        return read;
    }

    /// <summary>Those of the ids that can be masked, by <see cref="ClassifierReview"/>; where all can, they are read once.</summary>
    internal async Task<IReadOnlyList<Algorithm>> ClassifiersAsync(
        AntennaDbContext context, IReadOnlyList<long> ids, ICollection<SettingsProblem> problems, CancellationToken cancellationToken)
    {
        if (ids.Count > 0 && ids.All(_classifiers.ContainsKey))
            return [.. ids.Distinct().Select(id => _classifiers[id])];
        var read = await ClassifierReview.FindAsync(context, ids, ("mask", "masked"), problems, cancellationToken);
        foreach (var classifier in read)
            _classifiers[classifier.Id] = classifier;
        return read;
    }

    /// <summary>Has the tree be the one by which a listing was resolved, which may list taxa that came after another tree.</summary>
    internal void Follow(Listing listing) => _tree = listing.Taxonomy.Tree;
}

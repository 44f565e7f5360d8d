using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.TaxaLists;

/// <summary>The entries of lists that each classifier can name, by the classes that it has.</summary>
internal sealed class ClassifierTaxa
{
    private readonly IReadOnlyList<(AlgorithmName Classifier, NameableTaxa Taxa)> _classifiers;

    private ClassifierTaxa(IReadOnlyList<(AlgorithmName, NameableTaxa)> classifiers) => _classifiers = classifiers;

    /// <summary>Of all classifiers, by name.</summary>
    public static async Task<ClassifierTaxa> LoadAsync(
        AntennaDbContext context, CurrentCategoryMaps categoryMaps, TaxonTree tree, CancellationToken cancellationToken)
    {
        var stored = await context.Algorithms
            .Where(algorithm => algorithm.Kind == AlgorithmKind.Classifier)
            .OrderBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
            .Select(algorithm => new { Name = new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind), algorithm.CategoryMapId })
            .ToListAsync(cancellationToken);
        var classifiers = new List<(AlgorithmName, NameableTaxa)>();
        foreach (var classifier in stored)
        {
            var map = await categoryMaps.GetAsync(classifier.CategoryMapId!.Value, cancellationToken);

            // A class may have been resolved to a taxon that is newer than the tree.
            classifiers.Add((classifier.Name, NameableTaxa.Of(tree, map.Taxa.Where(tree.Contains).ToHashSet())));
        }

        return new(classifiers);
    }

    /// <summary>What one classifier can name; null where there is no classifier of that id.</summary>
    public NameableTaxa? Of(long classifierId) => _classifiers.FirstOrDefault(each => each.Classifier.Id == classifierId).Taxa;

    /// <summary>The classifiers that can name an entry: some class of theirs is kept by it.</summary>
    public IReadOnlyList<AlgorithmName> ThatName(ListEntry entry) =>
        [.. _classifiers.Where(each => each.Taxa.Includes(entry)).Select(each => each.Classifier)];
}

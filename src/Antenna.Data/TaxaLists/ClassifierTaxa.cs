using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.TaxaLists;

/// <summary>The taxa that each classifier has a class of, to tell which of them can name what is listed.</summary>
internal sealed class ClassifierTaxa
{
    private readonly IReadOnlyList<(AlgorithmName Classifier, HashSet<long> Taxa)> _classifiers;

    private ClassifierTaxa(IReadOnlyList<(AlgorithmName, HashSet<long>)> classifiers) => _classifiers = classifiers;

    public static async Task<ClassifierTaxa> LoadAsync(AntennaDbContext context, CancellationToken cancellationToken)
    {
        var classifiers = await context.Algorithms
            .Where(algorithm => algorithm.Kind == AlgorithmKind.Classifier)
            .OrderBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
            .Select(algorithm => new { Name = new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind), algorithm.CategoryMapId })
            .ToListAsync(cancellationToken);
        var classes = await context.CategoryMapClasses
            .Where(stored => stored.TaxonId != null)
            .Select(stored => new { stored.CategoryMapId, TaxonId = stored.TaxonId!.Value })
            .ToListAsync(cancellationToken);
        var taxa = classes.ToLookup(stored => stored.CategoryMapId, stored => stored.TaxonId);
        return new([.. classifiers.Select(classifier => (classifier.Name, taxa[classifier.CategoryMapId!.Value].ToHashSet()))]);
    }

    /// <summary>The classifiers that can name an entry: some class of theirs is kept by it.</summary>
    public IReadOnlyList<AlgorithmName> ThatName(TaxonTree tree, ListEntry entry)
    {
        var members = ListMembership.Members(tree, [entry]);
        return [.. _classifiers.Where(classifier => members.Overlaps(classifier.Taxa)).Select(classifier => classifier.Classifier)];
    }

    /// <summary>How many of these entries each classifier can name, by its id; one that can name none is left out.</summary>
    public IReadOnlyDictionary<long, int> Count(TaxonTree tree, IReadOnlyList<ListEntry> entries) =>
        entries.SelectMany(entry => ThatName(tree, entry)).CountBy(classifier => classifier.Id).ToDictionary();

    /// <summary>Whether this classifier can name an entry.</summary>
    public bool CanName(long classifierId, TaxonTree tree, ListEntry entry) => _classifiers.Any(
        classifier => classifier.Classifier.Id == classifierId && ListMembership.Members(tree, [entry]).Overlaps(classifier.Taxa));
}

using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Predictions;

/// <summary>A classifier, and what its labels are.</summary>
public sealed record ClassifierRow(AlgorithmName Classifier, int Version, LabelCounts Labels);

/// <summary>Lists the classifiers.</summary>
public sealed class ClassifierCatalog(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>All classifiers, by name and version.</summary>
    public async Task<IReadOnlyList<ClassifierRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = context.CategoryMapClasses
            .GroupBy(stored => stored.CategoryMapId)
            .Select(map => new
            {
                map.Key,
                Taxa = map.Count(stored => stored.Meaning == ClassMeaning.Taxon),
                NotATaxon = map.Count(stored => stored.Meaning == ClassMeaning.NotATaxon),
                Unresolved = map.Count(stored => stored.Meaning == ClassMeaning.Unresolved),
            });
        return await context.Algorithms
            .Where(algorithm => algorithm.Kind == AlgorithmKind.Classifier)
            .Join(counts, algorithm => algorithm.CategoryMapId, map => map.Key, (algorithm, map) => new { algorithm, map })
            .OrderBy(row => row.algorithm.Name).ThenBy(row => row.algorithm.Version).ThenBy(row => row.algorithm.Id)
            .Select(row => new ClassifierRow(
                new(row.algorithm.Id, row.algorithm.Key, row.algorithm.Name, row.algorithm.Kind),
                row.algorithm.Version,
                new(row.map.Taxa, row.map.NotATaxon, row.map.Unresolved)))
            .ToListAsync(cancellationToken);
    }
}

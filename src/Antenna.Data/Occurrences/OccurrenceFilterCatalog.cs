using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>Resolves what a filter of occurrences names.</summary>
public sealed class OccurrenceFilterCatalog(IDbContextFactory<AntennaDbContext> contexts, CurrentTaxonomy taxonomy)
{
    /// <summary>The algorithms that classified a project's occurrences, or any: classifiers and what derives from them.</summary>
    public async Task<IReadOnlyList<AlgorithmName>> AlgorithmsAsync(long? projectId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Algorithms
            .Where(algorithm => context.OccurrenceAlgorithms.Any(ran => ran.AlgorithmId == algorithm.Id && (projectId == null || ran.ProjectId == projectId)))
            .OrderBy(algorithm => algorithm.Kind).ThenBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
            .Select(algorithm => new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What a filter is set to.</summary>
    public async Task<OccurrenceFilterNames> NamesAsync(OccurrenceFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var snapshot = await taxonomy.GetAsync(cancellationToken);
        var set = await context.CaptureSets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == filter.CaptureSetId, cancellationToken);
        var deployment = await context.Deployments.AsNoTracking().SingleOrDefaultAsync(row => row.Id == filter.DeploymentId, cancellationToken);
        var selection = filter.SelectionId is null
            ? null
            : await context.Selections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == filter.SelectionId, cancellationToken);
        var algorithms = await context.Algorithms
            .Where(row => row.Id == filter.RanAlgorithmId || row.Id == filter.NotRanAlgorithmId)
            .Select(row => new AlgorithmName(row.Id, row.Key, row.Name, row.Kind))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        return new(
            await ProjectAsync(context, filter, set?.ProjectId ?? deployment?.ProjectId ?? selection?.ProjectId, cancellationToken),
            set?.Name,
            deployment?.Name,
            filter.TaxonId is { } taxon ? snapshot.NameOf(taxon) : null,
            filter.RanAlgorithmId is { } ran ? algorithms.GetValueOrDefault(ran) : null,
            filter.NotRanAlgorithmId is { } notRan ? algorithms.GetValueOrDefault(notRan) : null,
            await VersionAsync(context, filter.List?.TaxaListVersionId, cancellationToken),
            filter.ChangedBy?.Transition?.FromTaxonId is { } from ? snapshot.NameOf(from) : null,
            filter.ChangedBy?.Transition?.ToTaxonId is { } to ? snapshot.NameOf(to) : null)
        {
            Selected = selection?.Occurrences,
        };
    }

    private static async Task<ProjectName?> ProjectAsync(
        AntennaDbContext context, OccurrenceFilter filter, long? owner, CancellationToken cancellationToken)
    {
        var run = filter.ChangedBy?.RunId;
        var id = filter.ProjectId ?? owner
            ?? await context.Runs.Where(row => row.Id == run).Select(row => (long?)row.ProjectId).SingleOrDefaultAsync(cancellationToken);
        var named = await context.Projects
            .Where(project => id == null || project.Id == id)
            .OrderBy(project => project.Id)
            .Select(project => new ProjectName(project.Id, project.Name))
            .Take(2)
            .ToListAsync(cancellationToken);
        return named is [var only] ? only : null;
    }

    private static Task<TaxaListVersionName?> VersionAsync(AntennaDbContext context, long? versionId, CancellationToken cancellationToken) =>
        (from version in context.TaxaListVersions
         join list in context.TaxaLists on version.TaxaListId equals list.Id
         where version.Id == versionId
         select new TaxaListVersionName(version.Id, list.Id, list.Name, version.Number))
        .SingleOrDefaultAsync(cancellationToken);
}

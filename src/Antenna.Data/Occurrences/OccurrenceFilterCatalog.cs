using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>Lists what occurrences can be filtered by, and resolves what a filter names.</summary>
public sealed class OccurrenceFilterCatalog(IDbContextFactory<AntennaDbContext> contexts, CurrentTaxonomy taxonomy)
{
    /// <summary>What the filters can be set to in a project; without one, what all projects share.</summary>
    public async Task<OccurrenceFilterChoices> ChoicesAsync(long? projectId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new(
            await context.Projects.OrderBy(project => project.Name)
                .Select(project => new NamedChoice(project.Id, project.Name))
                .ToListAsync(cancellationToken),
            await context.Deployments.Where(station => station.ProjectId == projectId)
                .OrderBy(station => station.Name)
                .Select(station => new NamedChoice(station.Id, station.Name))
                .ToListAsync(cancellationToken),
            await context.CaptureSets.Where(set => set.ProjectId == projectId)
                .OrderBy(set => set.Name)
                .Select(set => new NamedChoice(set.Id, set.Name))
                .ToListAsync(cancellationToken),
            await context.Algorithms
                .Where(algorithm => context.OccurrenceAlgorithms.Any(ran => ran.AlgorithmId == algorithm.Id && (projectId == null || ran.ProjectId == projectId)))
                .OrderBy(algorithm => algorithm.Kind).ThenBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
                .Select(algorithm => new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind))
                .ToListAsync(cancellationToken),
            await Versions(context, context.TaxaListVersions.Offered())
                .Where(row => row.List.ProjectId == null || row.List.ProjectId == projectId)
                .OrderBy(row => row.List.Name).ThenByDescending(row => row.Version.Number)
                .Select(row => new TaxaListVersionName(row.Version.Id, row.List.Id, row.List.Name, row.Version.Number))
                .ToListAsync(cancellationToken));
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
        Versions(context, context.TaxaListVersions)
            .Where(row => row.Version.Id == versionId)
            .Select(row => new TaxaListVersionName(row.Version.Id, row.List.Id, row.List.Name, row.Version.Number))
            .SingleOrDefaultAsync(cancellationToken);

    private static IQueryable<ListedVersion> Versions(AntennaDbContext context, IQueryable<TaxaListVersion> versions) =>
        from version in versions
        join list in context.TaxaLists on version.TaxaListId equals list.Id
        select new ListedVersion { Version = version, List = list };

    private sealed class ListedVersion
    {
        public required TaxaListVersion Version { get; init; }

        public required TaxaList List { get; init; }
    }
}

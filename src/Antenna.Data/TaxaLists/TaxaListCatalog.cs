using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>Reads taxa lists for pages.</summary>
public sealed class TaxaListCatalog(
    IDbContextFactory<AntennaDbContext> contexts, NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy, CurrentCategoryMaps categoryMaps)
{
    /// <summary>Unresolved labels named with a coverage.</summary>
    public const int ExamplesShown = 20;

    /// <summary>The lists that a project may use, or all, by name.</summary>
    /// <param name="person">Who looks, and so sees their own trials; null for a person who has none.</param>
    public async Task<IReadOnlyList<TaxaListOverview>> ListAsync(long? projectId, Person? person, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lists = context.TaxaLists.Where(list => projectId == null || list.ProjectId == null || list.ProjectId == projectId);
        return await OverviewsAsync(context, lists, person, cancellationToken);
    }

    /// <summary>One list, with how its versions differ; null where there is none of that id.</summary>
    public async Task<TaxaListOverview?> FindAsync(long taxaListId, Person? person, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await OverviewsAsync(context, context.TaxaLists.Where(list => list.Id == taxaListId), person, cancellationToken) is not [var list])
            return null;

        // Of one list at a time: every version is compared entry by entry.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var differences = await TaxaListDifferences.CountAsync(connection, taxaListId, cancellationToken);
        return list with
        {
            Versions = [.. list.Versions.Select(version => version with { Difference = differences.GetValueOrDefault(version.Id) ?? new(0, 0, 0, 0) })],
            Trials = [.. list.Trials.Select(trial => trial with { Difference = differences.GetValueOrDefault(trial.Id) })],
        };
    }

    /// <summary>A version against each classifier, by name.</summary>
    public async Task<IReadOnlyList<ClassifierCoverage>> CoverageAsync(long versionId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await TaxaListContents.LoadAsync(context, versionId, cancellationToken);
        var classifiers = await context.Algorithms.AsNoTracking()
            .Where(algorithm => algorithm.Kind == AlgorithmKind.Classifier)
            .OrderBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
            .ToListAsync(cancellationToken);

        // After the entries: a taxon that is listed is in every later state of the taxonomy.
        var tree = (await taxonomy.GetAsync(cancellationToken)).Tree;
        var listed = ListedTaxa.Of(tree, entries);
        var named = await ClassifierTaxa.LoadAsync(context, categoryMaps, tree, cancellationToken);
        var notInTaxonomy = await context.TaxaListEntries
            .CountAsync(entry => entry.TaxaListVersionId == versionId && entry.TaxonId == null, cancellationToken);
        var coverage = new List<ClassifierCoverage>();
        foreach (var classifier in classifiers)
        {
            var map = await categoryMaps.GetAsync(classifier.CategoryMapId!.Value, cancellationToken);
            var unresolved = map.Where(label => label.Meaning is ClassMeaning.Unresolved).Select(label => label.Label).ToList();
            coverage.Add(new(
                new(classifier.Id, classifier.Key, classifier.Name, classifier.Kind),
                new(map.Count(label => label.Meaning is ClassMeaning.Taxon), map.Count(label => label.Meaning is ClassMeaning.NotATaxon), unresolved.Count),
                KeptSet.From(map, listed).ListedCount,
                TaxaOf(tree, entries),
                TaxaOf(tree, entries.Where(named.Of(classifier.Id)!.Includes)),
                notInTaxonomy,
                [.. unresolved.Take(ExamplesShown)]));
        }

        return coverage;
    }

    /// <summary>How many taxa entries are: names of one taxon count once.</summary>
    private static int TaxaOf(TaxonTree tree, IEnumerable<ListEntry> entries) =>
        entries.Select(entry => tree.AcceptedOf(entry.TaxonId)).Distinct().Count();

    private static async Task<IReadOnlyList<TaxaListOverview>> OverviewsAsync(
        AntennaDbContext context, IQueryable<TaxaList> lists, Person? person, CancellationToken cancellationToken)
    {
        var found = await lists.OrderBy(list => list.Name).ThenBy(list => list.Id)
            .Select(list => new { List = list, Project = context.Projects.Where(project => project.Id == list.ProjectId).Select(project => project.Name).SingleOrDefault() })
            .AsNoTracking().ToListAsync(cancellationToken);
        var ids = found.Select(row => row.List.Id).ToList();
        var versions = await VersionsAsync(context, ids, cancellationToken);
        var trials = await TrialsAsync(context, ids, person, cancellationToken);
        return
        [
            .. found.Select(row => new TaxaListOverview(
                row.List.Id, row.List.Name, row.List.ProjectId, row.Project, row.List.CreatedAt, [.. versions[row.List.Id]])
            {
                Trials = [.. trials[row.List.Id]],
            }),
        ];
    }

    private static async Task<ILookup<long, TaxaListVersionOverview>> VersionsAsync(
        AntennaDbContext context, IReadOnlyList<long> listIds, CancellationToken cancellationToken)
    {
        var versions = await context.TaxaListVersions
            .Where(version => listIds.Contains(version.TaxaListId))
            .Offered()
            .Join(context.People, version => version.AuthorId, author => author.Id, (version, author) => new { Version = version, author.Name })
            .OrderByDescending(row => row.Version.Number)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return versions.ToLookup(
            row => row.Version.TaxaListId,
            row => new TaxaListVersionOverview(
                row.Version.Id, row.Version.Number!.Value, row.Name, row.Version.CreatedAt, row.Version.Note, row.Version.EntryCount, Difference: null));
    }

    private static async Task<ILookup<long, TaxaListTrialOverview>> TrialsAsync(
        AntennaDbContext context, IReadOnlyList<long> listIds, Person? person, CancellationToken cancellationToken)
    {
        var personId = person?.Id;
        var trials = await context.TaxaListVersions
            .Where(version => listIds.Contains(version.TaxaListId) && version.TrialOfId != null && version.TrialOfId == personId)
            .Join(context.TaxaListVersions, trial => trial.BaseVersionId, version => version.Id, (trial, version) => new { Trial = trial, version.Number })
            .OrderByDescending(row => row.Trial.CreatedAt).ThenByDescending(row => row.Trial.Id)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return trials.ToLookup(
            row => row.Trial.TaxaListId,
            row => new TaxaListTrialOverview(row.Trial.Id, row.Number!.Value, row.Trial.ChangeCount!.Value, row.Trial.CreatedAt, row.Trial.EntryCount));
    }
}

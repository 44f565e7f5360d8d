using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.TaxaLists;

/// <summary>Reads taxa lists for pages.</summary>
public sealed class TaxaListCatalog(IDbContextFactory<AntennaDbContext> contexts, NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy)
{
    private const string Versions =
        """
        select version.taxa_list_id, version.id, version.number, author.name, version.created_at, version.note, version.taxon_count,
               version.trial_of_id is not null
        from taxa_list_versions version
        join people author on author.id = version.author_id
        where version.taxa_list_id = any($1) and (version.trial_of_id is null or version.trial_of_id = $2)
        order by version.number desc
        """;

    private const string Differences =
        """
        select version.id,
               (select count(*) from taxa_list_entries entry where entry.taxa_list_version_id = version.id and not exists (
                   select from taxa_list_entries other where other.taxa_list_version_id = earlier.id and other.taxon_id = entry.taxon_id))::int,
               (select count(*) from taxa_list_entries other where other.taxa_list_version_id = earlier.id and not exists (
                   select from taxa_list_entries entry where entry.taxa_list_version_id = version.id and entry.taxon_id = other.taxon_id))::int,
               (select count(*) from taxa_list_entries entry join taxa_list_entries other
                   on other.taxa_list_version_id = earlier.id and other.taxon_id = entry.taxon_id
                   where entry.taxa_list_version_id = version.id and other.include_descendants <> entry.include_descendants)::int
        from taxa_list_versions version
        left join taxa_list_versions earlier on earlier.taxa_list_id = version.taxa_list_id and earlier.number = version.number - 1
        where version.taxa_list_id = $1
        """;

    /// <summary>Unresolved labels named with a coverage.</summary>
    public const int ExamplesShown = 20;

    /// <summary>The lists that a project may use, or all, by name.</summary>
    /// <param name="person">Who looks, and so sees their own trials; null for somebody who has none.</param>
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
        var differences = await DifferencesAsync(taxaListId, cancellationToken);
        return list with { Versions = [.. list.Versions.Select(version => version with { Difference = differences[version.Id] })] };
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
        var listed = ListMembership.Members(tree, entries);
        var named = (await ClassifierTaxa.LoadAsync(context, cancellationToken)).Count(tree, entries);
        var coverage = new List<ClassifierCoverage>();
        foreach (var classifier in classifiers)
        {
            var map = await CategoryMaps.LoadAsync(context, classifier.CategoryMapId!.Value, cancellationToken);
            var unresolved = map.Where(label => label.Meaning is ClassMeaning.Unresolved).Select(label => label.Label).ToList();
            coverage.Add(new(
                new(classifier.Id, classifier.Key, classifier.Name, classifier.Kind),
                new(map.Count(label => label.Meaning is ClassMeaning.Taxon), map.Count(label => label.Meaning is ClassMeaning.NotATaxon), unresolved.Count),
                KeptSet.From(map, listed).ListedCount,
                entries.Count,
                named.GetValueOrDefault(classifier.Id),
                [.. unresolved.Take(ExamplesShown)]));
        }

        return coverage;
    }

    private async Task<IReadOnlyList<TaxaListOverview>> OverviewsAsync(
        AntennaDbContext context, IQueryable<TaxaList> lists, Person? person, CancellationToken cancellationToken)
    {
        var found = await lists.OrderBy(list => list.Name).ThenBy(list => list.Id)
            .Select(list => new { List = list, Project = context.Projects.Where(project => project.Id == list.ProjectId).Select(project => project.Name).SingleOrDefault() })
            .AsNoTracking().ToListAsync(cancellationToken);
        var ids = found.Select(row => row.List.Id).ToList();
        var versions = (await VersionsAsync(ids, person, cancellationToken)).ToLookup(version => version.ListId, version => version.Version);
        return
        [
            .. found.Select(row => new TaxaListOverview(
                row.List.Id, row.List.Name, row.List.ProjectId, row.Project, row.List.CreatedAt, [.. versions[row.List.Id]])),
        ];
    }

    private async Task<IReadOnlyList<(long ListId, TaxaListVersionOverview Version)>> VersionsAsync(
        IReadOnlyList<long> listIds, Person? person, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Versions);
        command.Parameters.Add(new() { Value = listIds.ToArray() });
        command.Parameters.Add(new() { Value = (object?)person?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new List<(long, TaxaListVersionOverview)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Add((reader.GetInt64(0), new(
                reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3), reader.GetDateTime(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetInt32(6), reader.GetBoolean(7), Difference: null)));
        }

        return versions;
    }

    private async Task<IReadOnlyDictionary<long, VersionDifference>> DifferencesAsync(long taxaListId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Differences);
        command.Parameters.Add(new() { Value = taxaListId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var differences = new Dictionary<long, VersionDifference>();
        while (await reader.ReadAsync(cancellationToken))
            differences.Add(reader.GetInt64(0), new(reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3)));
        return differences;
    }
}

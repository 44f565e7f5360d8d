using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Projects;

/// <summary>A project, and how much is in it.</summary>
public sealed record ProjectSummary(
    long Id,
    string Name,
    bool IsDemo,
    DateTime CreatedAt,
    long Deployments,
    long CaptureSets,
    long Captures,
    long Occurrences,
    long Runs);

/// <summary>Lists the projects.</summary>
public sealed class ProjectCatalog(IDbContextFactory<AntennaDbContext> contexts, NpgsqlDataSource dataSource)
{
    // Both ends of an index.
    private const string Ranges =
        """
        select project.id,
               (select min(first_seen_at) from occurrences where project_id = project.id),
               (select max(first_seen_at) from occurrences where project_id = project.id)
        from unnest($1) as project(id)
        """;

    // What has no time comes after everything that has one, though the index has it first.
    private const string Latest =
        """
        select project.id, animal.id, detection.id, taxon.id, taxon.name, taxon.rank
        from unnest($1) as project(id)
        cross join lateral (
            select * from (
                (select id, determination_taxon_id, first_seen_at from occurrences
                 where project_id = project.id and determination_taxon_id is not null and first_seen_at is not null
                 order by first_seen_at desc, id desc limit $2)
                union all
                (select id, determination_taxon_id, first_seen_at from occurrences
                 where project_id = project.id and determination_taxon_id is not null and first_seen_at is null
                 order by id desc limit $2)) seen
            limit $2) animal
        join taxa taxon on taxon.id = animal.determination_taxon_id
        cross join lateral (select min(id) as id from detections where occurrence_id = animal.id) detection
        where detection.id is not null
        order by project.id, animal.first_seen_at desc nulls last, animal.id desc
        """;

    /// <summary>All projects, by name.</summary>
    public async Task<IReadOnlyList<ProjectSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Summaries(context, context.Projects.OrderBy(project => project.Name)).ToListAsync(cancellationToken);
    }

    /// <summary>One project; null where there is none of that id.</summary>
    public async Task<ProjectSummary?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Summaries(context, context.Projects.Where(project => project.Id == id)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The first projects whose name has the text in it; without one, the first by name.</summary>
    /// <param name="text">Part of the name, in any case.</param>
    /// <param name="most">How many at most.</param>
    public async Task<IReadOnlyList<NamedChoice>> FindAsync(string? text, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Projects.AsChoices().FindAsync(text, most, cancellationToken);
    }

    /// <summary>The projects of these ids that there are, in the order of the ids.</summary>
    public async Task<IReadOnlyList<NamedChoice>> NamesAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await context.Projects.Where(project => ids.Contains(project.Id))
            .ToDictionaryAsync(project => project.Id, project => new NamedChoice(project.Id, project.Name), cancellationToken);
        return [.. ids.Where(names.ContainsKey).Select(id => names[id])];
    }

    /// <summary>All projects, by name, each with a look at what is in it.</summary>
    /// <param name="latest">How many of its latest animals to show at most.</param>
    public async Task<IReadOnlyList<ProjectOverview>> OverviewsAsync(int latest, CancellationToken cancellationToken)
    {
        var projects = await ListAsync(cancellationToken);
        long[] ids = [.. projects.Select(project => project.Id)];
        var ranges = (await ReadAsync(Ranges, [ids], Range, cancellationToken)).ToDictionary(range => range.ProjectId);
        var animals = (await ReadAsync(Latest, [ids, latest], Animal, cancellationToken)).ToLookup(row => row.ProjectId, row => row.Animal);
        return [.. projects.Select(project => new ProjectOverview(
            project, ranges[project.Id].First, ranges[project.Id].Last, [.. animals[project.Id]]))];
    }

    private static IQueryable<ProjectSummary> Summaries(AntennaDbContext context, IQueryable<Project> projects) =>
        projects.Select(project => new ProjectSummary(
            project.Id,
            project.Name,
            project.IsDemo,
            project.CreatedAt,
            context.ProjectCounts.Where(count => count.ProjectId == project.Id && count.Counted == "deployments").Sum(count => count.Amount),
            context.ProjectCounts.Where(count => count.ProjectId == project.Id && count.Counted == "capture_sets").Sum(count => count.Amount),
            context.ProjectCounts.Where(count => count.ProjectId == project.Id && count.Counted == "captures").Sum(count => count.Amount),
            context.ProjectCounts.Where(count => count.ProjectId == project.Id && count.Counted == "occurrences").Sum(count => count.Amount),
            context.ProjectCounts.Where(count => count.ProjectId == project.Id && count.Counted == "runs").Sum(count => count.Amount)));

    private async Task<List<T>> ReadAsync<T>(string sql, object[] values, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(row(reader));
        return rows;
    }

    private static (long ProjectId, DateTime? First, DateTime? Last) Range(NpgsqlDataReader reader) =>
        (reader.GetInt64(0), reader.GetFieldValue<DateTime?>(1), reader.GetFieldValue<DateTime?>(2));

    private static (long ProjectId, SeenAnimal Animal) Animal(NpgsqlDataReader reader) => (
        reader.GetInt64(0),
        new(reader.GetInt64(1), reader.GetInt64(2), new(reader.GetInt64(3), reader.GetString(4), (Rank)reader.GetInt16(5))));
}

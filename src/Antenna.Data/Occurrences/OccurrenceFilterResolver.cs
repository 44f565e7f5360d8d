using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Occurrences;

/// <summary>Finds out what a filter means in the database as it is.</summary>
internal sealed class OccurrenceFilterResolver(NpgsqlConnection connection, CurrentTaxonomy taxonomy)
{
    private const string Projects =
        """
        select id from projects
        where ($1 is null or id = $1)
          and ($2 is null or id = (select project_id from capture_sets where id = $2))
          and ($3 is null or id = (select project_id from deployments where id = $3))
          and ($4 is null or id = (select project_id from runs where id = $4))
          and ($5 is null or id = (select project_id from selections where id = $5))
        order by id
        """;

    private const string SetRange = "select min(first_seen_at), max(first_seen_at) from capture_set_occurrences where capture_set_id = $1";

    private const string AlgorithmRange =
        "select min(first_seen_at), max(first_seen_at) from occurrence_algorithms where project_id = $1 and algorithm_id = $2";

    private const string RunRange =
        """
        select min(first_seen_at), max(first_seen_at) from run_occurrence_effects
        where run_id = $1 and taxon_before_id is distinct from taxon_after_id
        """;

    // In a row of its own for those without a time.
    private const string Gaps =
        """
        select min(day), max(day), count(*) from (
            select day from occurrence_days
            where project_id = $1 and (algorithm_id is null or algorithm_id = $2)
            group by day
            having sum(case when algorithm_id is null then occurrences else -occurrences end) > 0) gap
        """;

    /// <summary>What the filter requires; null where that can be nothing.</summary>
    public async Task<ResolvedOccurrenceFilter?> ResolveAsync(OccurrenceFilter filter, CancellationToken cancellationToken)
    {
        var projects = await ProjectsAsync(filter, cancellationToken);
        if (projects.Count == 0)
            return null;

        // Later than the first statement, which is when the transaction began to see the database: so every taxon that the
        // transaction meets is known.
        var snapshot = await taxonomy.GetAsync(cancellationToken);
        var resolved = new ResolvedOccurrenceFilter(filter, projects) { Dates = SeenRange.Of(filter.From, filter.To) };
        var search = filter.Search?.Trim() ?? "";
        if (search.Length > 0 && search.All(char.IsAsciiDigit))
        {
            if (!long.TryParse(search, out var id))
                return null;
            resolved = resolved with { OccurrenceId = id };
            search = "";
        }

        if (filter.TaxonId is not null || filter.List is not null || search.Length > 0)
        {
            var taxa = await TaxaAsync(snapshot, filter, search, projects, cancellationToken);
            if (taxa.Count == 0)
                return null;
            resolved = resolved with { TaxonIds = [.. taxa.Order()] };
        }

        return await RangeAsync(resolved, cancellationToken) is { } range
            ? resolved with { Timed = resolved.Dates.And(range) }
            : null;
    }

    private async Task<List<long>> ProjectsAsync(OccurrenceFilter filter, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Projects, connection);
        foreach (var id in (long?[])[filter.ProjectId, filter.CaptureSetId, filter.DeploymentId, filter.ChangedBy?.RunId, filter.SelectionId])
            command.Parameters.Add(new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var projects = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            projects.Add(reader.GetInt64(0));
        return projects;
    }

    /// <summary>The taxa in use that the filter allows, by all that it says of determinations.</summary>
    private async Task<HashSet<long>> TaxaAsync(
        TaxonomySnapshot snapshot, OccurrenceFilter filter, string name, IReadOnlyList<long> projects, CancellationToken cancellationToken)
    {
        var taxa = await TaxaInUse.ReadAsync(connection, projects, cancellationToken);
        if (filter.TaxonId is { } taxonId)
            taxa.IntersectWith(WithNames(snapshot.Tree, taxonId, filter.IsTaxonAlone));
        if (name.Length > 0)
            taxa.IntersectWith(snapshot.Search.Find(name, int.MaxValue).SelectMany(hit => (long[])[hit.TaxonId, .. snapshot.Tree.SynonymsOf(hit.TaxonId)]));
        if (filter.List is { } list)
        {
            var members = await MembersAsync(snapshot, list.TaxaListVersionId, cancellationToken);
            if (list.Listed)
                taxa.IntersectWith(members);
            else
                taxa.ExceptWith(members);
        }

        return taxa;
    }

    private static IEnumerable<long> WithNames(TaxonTree tree, long taxonId, bool alone)
    {
        if (!tree.Contains(taxonId))
            return [];
        return alone ? [tree.AcceptedOf(taxonId), .. tree.SynonymsOf(taxonId)] : tree.Branch(taxonId);
    }

    private async Task<IReadOnlySet<long>> MembersAsync(TaxonomySnapshot snapshot, long versionId, CancellationToken cancellationToken)
    {
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        return ListedTaxa.Of(snapshot.Tree, await TaxaListContents.LoadAsync(context, versionId, cancellationToken)).Names;
    }

    /// <summary>
    /// When what is in the capture set, what the algorithm ran on or left out, and what the run changed was seen first; null
    /// where the algorithm left out nothing.
    /// </summary>
    private async Task<SeenRange?> RangeAsync(ResolvedOccurrenceFilter resolved, CancellationToken cancellationToken)
    {
        var filter = resolved.Filter;
        var range = new SeenRange();
        if (filter.CaptureSetId is { } set)
            range = range.And(await RangeAsync(SetRange, [set], cancellationToken));
        if (filter.RanAlgorithmId is { } algorithm && resolved.ProjectIds is [var project])
            range = range.And(await RangeAsync(AlgorithmRange, [project, algorithm], cancellationToken));
        if (filter.ChangedBy is { } run)
            range = range.And(await RangeAsync(RunRange, [run.RunId], cancellationToken));
        if (filter.NotRanAlgorithmId is { } notRan && resolved.ProjectIds is [var owner])
            return await GapsAsync(owner, notRan, cancellationToken) is { } gaps ? range.And(gaps) : null;
        return range;
    }

    private async Task<SeenRange?> GapsAsync(long projectId, long algorithmId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Gaps, connection) { Parameters = { new() { Value = projectId }, new() { Value = algorithmId } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetInt64(2) == 0)
            return null;
        return reader.IsDBNull(0) ? SeenRange.Never : SeenRange.Of(reader.GetFieldValue<DateOnly>(0), reader.GetFieldValue<DateOnly>(1));
    }

    private async Task<SeenRange> RangeAsync(string sql, long[] ids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var id in ids)
            command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetFieldValue<DateTime?>(0), reader.GetFieldValue<DateTime?>(1));
    }
}

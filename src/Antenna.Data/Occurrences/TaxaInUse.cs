using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// Which taxa occurrences are determined as. Projects use a few thousand taxa of a taxonomy's tens of thousands; a query that
/// names only those reads only what is there, and the database can tell how much that is.
/// </summary>
internal static class TaxaInUse
{
    // To ask for each of more taxa than this takes longer than to go through those in use.
    private const int FewEnoughToAsk = 4_000;

    // Steps from each taxon to the next one through the index, without touching the occurrences between.
    private const string All =
        """
        select used.id
        from unnest($1) as project(id)
        cross join lateral (
            with recursive used as (
                (select determination_taxon_id as id from occurrences
                 where project_id = project.id and determination_taxon_id is not null
                 order by determination_taxon_id limit 1)
                union all
                select (select determination_taxon_id from occurrences
                        where project_id = project.id and determination_taxon_id > used.id
                        order by determination_taxon_id limit 1)
                from used where used.id is not null)
            select id from used where id is not null) used
        """;

    private const string Among =
        """
        select taxon.id from unnest($2) as taxon(id)
        where exists (
            select from unnest($1) as project(id) join occurrences on project_id = project.id and determination_taxon_id = taxon.id)
        """;

    /// <summary>The taxa that some occurrence of the projects is determined as.</summary>
    public static Task<HashSet<long>> AllAsync(
        NpgsqlConnection connection, IReadOnlyList<long> projectIds, CancellationToken cancellationToken) =>
        ReadAsync(new(All, connection) { Parameters = { new() { Value = projectIds.ToArray() } } }, cancellationToken);

    /// <summary>Those of these taxa.</summary>
    public static async Task<HashSet<long>> AmongAsync(
        NpgsqlConnection connection, IReadOnlyList<long> projectIds, IReadOnlySet<long> taxa, CancellationToken cancellationToken)
    {
        if (taxa.Count > FewEnoughToAsk)
        {
            var used = await AllAsync(connection, projectIds, cancellationToken);
            used.IntersectWith(taxa);
            return used;
        }

        return await ReadAsync(
            new(Among, connection) { Parameters = { new() { Value = projectIds.ToArray() }, new() { Value = taxa.ToArray() } } },
            cancellationToken);
    }

    private static async Task<HashSet<long>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var taxa = new HashSet<long>();
            while (await reader.ReadAsync(cancellationToken))
                taxa.Add(reader.GetInt64(0));
            return taxa;
        }
    }
}

using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// Which taxa occurrences are determined as. Projects use a few thousand taxa of a taxonomy's tens of thousands; a query that
/// names only those reads only what is there, and the database can tell how much that is.
/// </summary>
internal static class TaxaInUse
{
    private const string All = "select distinct taxon_id from project_taxa where project_id = any($1)";

    /// <summary>The taxa that some occurrence of the projects is determined as, and perhaps a few more.</summary>
    public static async Task<HashSet<long>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<long> projectIds, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(All, connection) { Parameters = { new() { Value = projectIds.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taxa = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
            taxa.Add(reader.GetInt64(0));
        return taxa;
    }
}

using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>Occurrences of a scope that are determined as one taxon.</summary>
/// <param name="TaxonId">Null for those without a determination.</param>
/// <param name="Verified">Those of them that a person determined.</param>
public sealed record ScopeTaxon(long? TaxonId, long Occurrences, long Verified);

/// <summary>What the occurrences of a scope are determined as.</summary>
public static class ScopeTaxa
{
    /// <summary>Counts the scope's occurrences by the determined taxon.</summary>
    public static async Task<IReadOnlyList<ScopeTaxon>> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"""
            select occurrence.determination_taxon_id, count(*), count(*) filter (where occurrence.verified)
            from ({ScopeSql.Occurrences(scope)}) member join occurrences occurrence on occurrence.id = member.occurrence_id
            group by occurrence.determination_taxon_id
            """,
            ScopeSql.Key(scope), OccurrenceRange.All.After, OccurrenceRange.All.Last);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taxa = new List<ScopeTaxon>();
        while (await reader.ReadAsync(cancellationToken))
            taxa.Add(new(reader.GetFieldValue<long?>(0), reader.GetInt64(1), reader.GetInt64(2)));
        return taxa;
    }
}

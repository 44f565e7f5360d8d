using System.Runtime.CompilerServices;
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

    /// <summary>The ids of the scope's occurrences that are determined as a taxon, in their order.</summary>
    /// <param name="after">The occurrence after which to look; 0 for all.</param>
    public static async IAsyncEnumerable<long> OccurrencesAsync(
        NpgsqlConnection connection, RunScope scope, long taxonId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"""
            select occurrence.id
            from ({ScopeSql.Occurrences(scope)}) member join occurrences occurrence on occurrence.id = member.occurrence_id
            where occurrence.determination_taxon_id = $4
            order by occurrence.id
            """,
            ScopeSql.Key(scope), after, OccurrenceRange.All.Last, taxonId);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return reader.GetInt64(0);
    }
}

using System.Runtime.CompilerServices;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>The occurrences that are in a scope.</summary>
public static class ScopeOccurrences
{
    /// <summary>The number of occurrences.</summary>
    public static async Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken)
    {
        return await connection.CountLongAsync(
            $"select count(*) from ({ScopeSql.Occurrences(scope)}) member",
            [ScopeSql.Key(scope), OccurrenceRange.All.After, OccurrenceRange.All.Last],
            cancellationToken);
    }

    /// <summary>Streams those in a range of the scope, in the order of their ids.</summary>
    public static async IAsyncEnumerable<long> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await connection.ReadLongAsync(
            $"select occurrence_id from ({ScopeSql.Occurrences(scope)}) member order by occurrence_id",
            [ScopeSql.Key(scope), range.After, range.Last],
            cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return reader.GetInt64(0);
    }
}

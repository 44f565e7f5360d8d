using System.Data;
using Npgsql;

namespace Antenna.Data.Database;

/// <summary>
/// Queries that take what they take; canceling is what ends them early. The database is told not to compile them: it would for
/// any query that may have many rows, and for one part of a run that takes half a second where the query itself takes a tenth.
/// </summary>
internal static class LongQueries
{
    private const string WithoutCompiling = "select set_config('jit', 'off', true)";

    /// <summary>Begins to read a query's rows.</summary>
    public static async Task<NpgsqlDataReader> ReadLongAsync(
        this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken, CommandBehavior behavior = CommandBehavior.Default)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            Timeout = 0,
            BatchCommands = { SqlCommands.InBatch(WithoutCompiling), SqlCommands.InBatch(sql, values) },
        };
        var reader = await batch.ExecuteReaderAsync(behavior, cancellationToken);
        try
        {
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Counts by a query of one number.</summary>
    public static async Task<long> CountLongAsync(
        this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var reader = await connection.ReadLongAsync(sql, values, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0);
    }
}

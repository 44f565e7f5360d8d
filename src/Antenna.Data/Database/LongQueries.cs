using System.Data;
using Npgsql;

namespace Antenna.Data.Database;

/// <summary>Queries that take what they take; canceling is what ends them early.</summary>
internal static class LongQueries
{
    /// <summary>Begins to read a query's rows.</summary>
    public static async Task<NpgsqlDataReader> ReadLongAsync(
        this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken, CommandBehavior behavior = CommandBehavior.Default)
    {
        await using var command = connection.Command(sql, values);
        command.CommandTimeout = 0;
        return await command.ExecuteReaderAsync(behavior, cancellationToken);
    }

    /// <summary>Commits what puts much off until its end: see <see cref="RunDeferredAsync"/>.</summary>
    public static async Task CommitLongAsync(this NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await transaction.Connection!.RunDeferredAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Does what a transaction has put off until its end, however long that takes: the figures of each capture set that it touched are
    /// counted once, and a commit has the time limit of any statement.
    /// </summary>
    public static async Task RunDeferredAsync(this NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var deferred = new NpgsqlCommand("set constraints all immediate", connection) { CommandTimeout = 0 };
        await deferred.ExecuteNonQueryAsync(cancellationToken);
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

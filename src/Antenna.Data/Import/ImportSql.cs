using Npgsql;

namespace Antenna.Data.Import;

/// <summary>
/// Statements of an import. They have no time limit: on a large file each takes what it takes, and canceling the import
/// is what ends it early.
/// </summary>
internal static class ImportSql
{
    /// <returns>How many rows it wrote.</returns>
    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first field of the first row; the type's default where there is no row or it is null.</summary>
    public static async Task<T?> ScalarAsync<T>(
        this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>All rows, each as <paramref name="read"/> reads it.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>New ids of a table, to write rows of several tables that name each other by COPY.</summary>
    public static async Task<Queue<long>> ReserveIdsAsync(
        this NpgsqlConnection connection, string table, int count, CancellationToken cancellationToken) => count == 0
        ? []
        : new(await connection.QueryAsync(
            "select nextval(pg_get_serial_sequence($1, 'id')) from generate_series(1, $2)",
            [table, count], reader => reader.GetInt64(0), cancellationToken));

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}

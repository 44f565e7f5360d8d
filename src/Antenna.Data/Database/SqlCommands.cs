using Npgsql;

namespace Antenna.Data.Database;

/// <summary>Makes commands of a text and the values of its parameters, which are <c>$1</c>, <c>$2</c> and so on.</summary>
internal static class SqlCommands
{
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        AddValues(command.Parameters, values);
        return command;
    }

    public static NpgsqlCommand Command(this NpgsqlDataSource dataSource, string sql, params ReadOnlySpan<object?> values)
    {
        var command = dataSource.CreateCommand(sql);
        AddValues(command.Parameters, values);
        return command;
    }

    /// <summary>A command to be sent with others.</summary>
    public static NpgsqlBatchCommand InBatch(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        AddValues(command.Parameters, values);
        return command;
    }

    private static void AddValues(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            parameters.Add(new() { Value = value ?? DBNull.Value });
    }
}

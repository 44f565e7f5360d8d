using Npgsql;

namespace Antenna.Data.Import;

/// <summary>A table that an import writes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">
/// A condition for the rows that the import may look at or change. Tables that were copied before are their copies here;
/// <c>stored.</c> before a name is the table itself.
/// </param>
internal sealed record CheckTable(string Name, string Rows);

/// <summary>
/// Temporary copies of the tables that an import writes, under the same names, which PostgreSQL finds first. A check goes
/// through the steps of the import on them: it gives the same report, takes no lock that anybody waits for, and uses up no
/// ids, since the copies count their own. PostgreSQL itself then refuses to write anything else.
/// </summary>
internal static class CheckTables
{
    /// <summary>Makes the copies. All else that the check needs of temporary tables must be there already.</summary>
    /// <param name="values">Of the parameters of the conditions.</param>
    public static async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<CheckTable> tables, object[] values, CancellationToken cancellationToken)
    {
        var schema = await connection.ScalarAsync<string>("select quote_ident(current_schema())", [], cancellationToken);
        foreach (var table in tables)
        {
            await connection.ExecuteAsync(
                $"create temporary table {table.Name} (like {schema}.{table.Name} including all) on commit drop", [], cancellationToken);
            await connection.ExecuteAsync(
                $"insert into {table.Name} select * from {schema}.{table.Name} where {table.Rows.Replace("stored.", $"{schema}.", StringComparison.Ordinal)}",
                values, cancellationToken);
            await ContinueIdsAsync(connection, table.Name, $"{schema}.{table.Name}", cancellationToken);
            await connection.ExecuteAsync($"analyze {table.Name}", [], cancellationToken);
        }

        await connection.ExecuteAsync("set transaction read only", [], cancellationToken);
    }

    /// <summary>Lets a copy that gives ids give those after the stored ones.</summary>
    private static async Task ContinueIdsAsync(NpgsqlConnection connection, string copy, string stored, CancellationToken cancellationToken)
    {
        var givesIds = await connection.ScalarAsync<bool>(
            "select exists (select from pg_attribute where attrelid = $1::regclass and attname = 'id' and attidentity <> '')", [copy], cancellationToken);
        if (givesIds)
            await connection.ExecuteAsync(
                $"select setval(pg_get_serial_sequence($1, 'id'), greatest((select max(id) from {stored}), 1))", [$"pg_temp.{copy}"], cancellationToken);
    }

    /// <summary>Ensures that the transaction worked on copies.</summary>
    /// <exception cref="InvalidOperationException">It could have written more than those.</exception>
    public static async Task VerifyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync<string>("show transaction_read_only", [], cancellationToken) != "on")
            throw new InvalidOperationException($"A check has to work on copies: call {nameof(CheckTables)}.{nameof(CopyAsync)} before its first write.");
    }
}

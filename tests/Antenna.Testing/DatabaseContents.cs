using Npgsql;

namespace Antenna.Testing;

/// <summary>What all tables of a database hold, to prove that something changed nothing.</summary>
public static class DatabaseContents
{
    private const string Tables =
        "select format('%I', tablename) from pg_tables where schemaname = 'public' and tablename not like 'qrtz%' order by tablename";

    /// <summary>For each table of the product, the number of its rows and a hash over all of them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand(Tables, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                tables.Add(reader.GetString(0));
        }

        var contents = new Dictionary<string, string>();
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand(
                $"select count(*) || ' rows ' || coalesce(md5(string_agg(md5(row::text), '' order by md5(row::text))), '') from {table} row", connection);
            contents.Add(table, (string)(await command.ExecuteScalarAsync(cancellationToken))!);
        }

        return contents;
    }
}

using Npgsql;

namespace Antenna.Data.Database;

/// <summary>
/// Lets one process at a time change the database's schema. EF's own migration lock does not: it is a lock on the table of
/// migrations that ends with the transaction of each migration, and what is pending was read before it, so that several
/// processes that start at once on an empty database fail at each other's tables.
/// </summary>
public sealed class SchemaLock : IAsyncDisposable
{
    /// <summary>Any fixed number.</summary>
    private const long Key = 0x414E_5445_4E4E_4101;

    private readonly NpgsqlConnection _connection;

    private SchemaLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits for the lock, an advisory one of a session, and holds it until disposed.</summary>
    public static async Task<SchemaLock> TakeAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var take = Command("select pg_advisory_lock($1)", connection);
            take.CommandTimeout = 0;
            await take.ExecuteNonQueryAsync(cancellationToken);
            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using (_connection)
        {
            // A session that broke has no lock any more.
            if (_connection.FullState is not System.Data.ConnectionState.Open)
                return;
            await using var release = Command("select pg_advisory_unlock($1)", _connection);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection) => new(sql, connection) { Parameters = { new() { Value = Key } } };
}

using System.Globalization;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Taxonomy;

/// <summary>
/// The lock that an import of taxa holds until it is committed. Who resolves names shares it, so that no names are resolved by
/// a taxonomy that is just being replaced.
/// </summary>
internal static class TaxonomyLock
{
    /// <summary>The first number of all advisory locks of imports; the second is the hash of a name.</summary>
    internal const int Space = 0x414E_5401;

    internal const string Name = "import of taxa";

    /// <summary>How long somebody who clicked is kept waiting for an import of taxa, which may take minutes.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private const string UnderWay = "select id, source from imports where kind = 'Taxa' and state in ('Running', 'Canceling') order by id limit 1";

    /// <summary>The same as <see cref="ShareAsync"/> for what somebody waits for: it gives up after <see cref="LongestWait"/>.</summary>
    /// <returns>Why the lock is not shared, naming the import; null where it is.</returns>
    public static async Task<string?> ShareOrRefuseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "savepoint taxonomy", cancellationToken);
        await ExecuteAsync(
            connection, string.Create(CultureInfo.InvariantCulture, $"set local lock_timeout = {LongestWait.TotalMilliseconds:0}"), cancellationToken);
        try
        {
            await ShareAsync(connection, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            await ExecuteAsync(connection, "rollback to savepoint taxonomy", cancellationToken);
            return $"{await UnderWayAsync(connection, cancellationToken)} is under way, and it decides which taxa the names are. Try again when it has ended.";
        }

        await ExecuteAsync(connection, "set local lock_timeout to default", cancellationToken);
        await ExecuteAsync(connection, "release savepoint taxonomy", cancellationToken);
        return null;
    }

    /// <summary>Waits until no import of taxa is under way, and keeps others from beginning until the transaction ends.</summary>
    public static async Task ShareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var share = connection.Command("select pg_advisory_xact_lock_shared($1, hashtext($2))", Space, Name);
        await share.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The import that holds the lock, for people; a check of a file holds it too, and has no record.</summary>
    private static async Task<string> UnderWayAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(UnderWay);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? string.Create(CultureInfo.InvariantCulture, $"Import {reader.GetInt64(0)} of taxa ({reader.GetString(1)})")
            : "An import of taxa";
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

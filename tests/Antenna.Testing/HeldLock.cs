using System.Globalization;
using Npgsql;
using Xunit;

namespace Antenna.Testing;

/// <summary>
/// Keeps a transaction from getting past something, until it is disposed of: however fast a machine is, what
/// runs stands in its middle for as long as a test looks at it.
/// </summary>
public sealed class HeldLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Holds an animal, which each change of it would lock.</summary>
    public static Task<HeldLock> OfOccurrenceAsync(string connectionString, long id) => TakeAsync(
        connectionString, string.Create(CultureInfo.InvariantCulture, $"select from occurrences where id = {id} for update"));

    /// <summary>Holds what this statement locks.</summary>
    public static async Task<HeldLock> TakeAsync(string connectionString, string sql)
    {
        // Closing a connection that is not pooled ends its transaction without a word to a server that may be gone.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync(Token);
        return new(connection);
    }

    /// <summary>Waits until another transaction waits for it.</summary>
    public async Task IsWaitedForAsync()
    {
        // Nothing tells that a lock is waited for but asking; the server paces the asking.
        await using var command = new NpgsqlCommand(
            """
            do $$ begin
                while not exists (select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid)))
                loop perform pg_sleep(0.05), pg_stat_clear_snapshot(); end loop;
            end $$
            """,
            _connection)
        {
            CommandTimeout = LongestWait.Seconds,
        };
        await command.ExecuteNonQueryAsync(Token);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.Postgres;
using Npgsql;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>
/// Keeps runs from getting past one animal, by the lock that every change of an animal takes: however fast the machine is,
/// a run stands in its middle for as long as a test looks at it.
/// </summary>
internal sealed class HeldRun : IAsyncDisposable
{
    private readonly PrivatePostgres _database;
    private readonly NpgsqlConnection _connection;

    private HeldRun(PrivatePostgres database, NpgsqlConnection connection)
    {
        _database = database;
        _connection = connection;
    }

    /// <summary>Holds runs on all that the demo has at about their middle.</summary>
    public static async Task<HeldRun> BeginAsync(ProductProcess product)
    {
        var database = await product.DatabaseAsync();
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Token);
        await using var hold = new NpgsqlCommand(
            "begin; select id from occurrences where id = (select percentile_disc(0.5) within group (order by id) from occurrences) for update",
            connection);
        await hold.ExecuteNonQueryAsync(Token);
        return new(database, connection);
    }

    /// <summary>Waits until a run stands at the held animal.</summary>
    /// <returns>How many rows it has checked.</returns>
    public async Task<long> ReachedAsync()
    {
        await using var observer = new NpgsqlConnection(_database.ConnectionString);
        await observer.OpenAsync(Token);
        await using (var wait = new NpgsqlCommand(
            $"""
            do $$ begin
                while not exists (select from pg_locks where not granted and {_connection.ProcessID} = any(pg_blocking_pids(pid))) loop
                    perform pg_sleep(0.05);
                end loop;
            end $$
            """,
            observer))
            await wait.ExecuteNonQueryAsync(Token);
        await using var read = new NpgsqlCommand(
            """
            select coalesce((
                select sum(outcome.value::bigint) from run_parts part, jsonb_each_text(part.outcomes) outcome where part.run_id = run.id), 0)::bigint
            from runs run where state = 'Running' order by id desc limit 1
            """, observer);
        return (long)(await read.ExecuteScalarAsync(Token))!;
    }

    /// <summary>Lets them go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

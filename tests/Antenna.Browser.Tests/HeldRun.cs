using Antenna.Data.Postgres;
using Npgsql;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>
/// Keeps runs from getting past one animal, by the lock that whoever changes an animal takes: however fast the machine is,
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

    /// <summary>Lets them go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

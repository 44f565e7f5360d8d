using Antenna.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.Testing;

/// <summary>
/// A database with the product's schema and nothing in it. As a class fixture, <c>IClassFixture&lt;TestDatabase&gt;</c>,
/// all tests of a class share one; a test that needs one for itself takes the <see cref="PostgresCluster"/> in its
/// class's constructor and calls <see cref="CreateAsync"/>.
/// </summary>
public sealed class TestDatabase(PostgresCluster cluster) : IAsyncLifetime, IDbContextFactory<AntennaDbContext>
{
    private string? _connectionString;
    private NpgsqlDataSource? _dataSource;

    public string ConnectionString => _connectionString ?? throw NotInitialized();

    public NpgsqlDataSource DataSource => _dataSource ?? throw NotInitialized();

    /// <summary>A database for one test, which disposes of it.</summary>
    public static async Task<TestDatabase> CreateAsync(PostgresCluster cluster)
    {
        var database = new TestDatabase(cluster);
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync()
    {
        _connectionString = await cluster.CloneTemplateAsync();
        _dataSource = NpgsqlDataSource.Create(_connectionString);
    }

    public AntennaDbContext CreateDbContext() => new(AntennaDatabase.Options(DataSource));

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is null)
            return;
        await _dataSource.DisposeAsync();
        await cluster.DropAsync(ConnectionString);
    }

    private static InvalidOperationException NotInitialized() => new($"{nameof(InitializeAsync)} has not made the database yet.");
}

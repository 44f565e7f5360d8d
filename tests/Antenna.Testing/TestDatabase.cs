using Antenna.Data.Database;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.Testing;

/// <summary>
/// A database with the product's schema and nothing in it. As a class fixture, <c>IClassFixture&lt;TestDatabase&gt;</c>,
/// all tests of a class share one; a test that needs one for itself takes the <see cref="PostgresCluster"/> in its
/// class's constructor and calls <see cref="CreateAsync(PostgresCluster)"/>.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime, IDbContextFactory<AntennaDbContext>
{
    private readonly PostgresCluster _cluster;
    private readonly TemplateDatabase _template;
    private string? _connectionString;
    private NpgsqlDataSource? _dataSource;

    public TestDatabase(PostgresCluster cluster)
        : this(cluster, TemplateDatabase.Empty)
    {
    }

    private TestDatabase(PostgresCluster cluster, TemplateDatabase template) => (_cluster, _template) = (cluster, template);

    public string ConnectionString => _connectionString ?? throw NotInitialized();

    public NpgsqlDataSource DataSource => _dataSource ?? throw NotInitialized();

    /// <summary>A database for one test, which disposes of it.</summary>
    public static Task<TestDatabase> CreateAsync(PostgresCluster cluster) => CreateAsync(cluster, TemplateDatabase.Empty);

    /// <summary>
    /// A database with the two real data sets in it, for <see cref="RealData.RealSet.LoadAsync"/>, which its taker disposes
    /// of. Where the data is missing, the running test is treated as <see cref="SharedData"/> says.
    /// </summary>
    public static Task<TestDatabase> CreateRealAsync(PostgresCluster cluster) => CreateAsync(cluster, TemplateDatabase.Real);

    public async ValueTask InitializeAsync()
    {
        _connectionString = await _cluster.CloneAsync(_template);
        _dataSource = NpgsqlDataSource.Create(_connectionString);
    }

    public AntennaDbContext CreateDbContext() => new(AntennaDatabase.Options(DataSource));

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is null)
            return;
        await _dataSource.DisposeAsync();
        await _cluster.DropAsync(ConnectionString);
    }

    private static async Task<TestDatabase> CreateAsync(PostgresCluster cluster, TemplateDatabase template)
    {
        var database = new TestDatabase(cluster, template);
        await database.InitializeAsync();
        return database;
    }

    private static InvalidOperationException NotInitialized() => new($"{nameof(InitializeAsync)} has not made the database yet.");
}

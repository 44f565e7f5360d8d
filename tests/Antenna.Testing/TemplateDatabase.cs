using Antenna.Data;
using Npgsql;

namespace Antenna.Testing;

/// <summary>What every test database starts out with.</summary>
internal static class TemplateDatabase
{
    /// <summary>Prepares the empty database that the test databases are cloned from, once in a test process.</summary>
    public static async Task PrepareAsync(string connectionString, CancellationToken cancellation)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(unpooled);
        await AntennaDatabase.MigrateAsync(dataSource, cancellation);
    }
}

using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Database;

/// <summary>How the product connects to its database, and brings it up to date.</summary>
public static class AntennaDatabase
{
    /// <summary>Any fixed number: who migrates holds this advisory lock, and others wait for it.</summary>
    private const long MigrationLock = 0x414E_5445_4E4E_4101;

    public static DbContextOptions<AntennaDbContext> Options(string connectionString) =>
        Configure(new DbContextOptionsBuilder<AntennaDbContext>(), builder => builder.UseNpgsql(connectionString)).Options;

    public static DbContextOptions<AntennaDbContext> Options(NpgsqlDataSource dataSource) =>
        Configure(new DbContextOptionsBuilder<AntennaDbContext>(), builder => builder.UseNpgsql(dataSource)).Options;

    /// <summary>
    /// For a context that works on an open connection, in a transaction that is not its own: give it that transaction with
    /// <c>Database.UseTransactionAsync</c>.
    /// </summary>
    public static DbContextOptions<AntennaDbContext> Options(NpgsqlConnection connection) =>
        Configure(new DbContextOptionsBuilder<AntennaDbContext>(), builder => builder.UseNpgsql(connection)).Options;

    /// <summary>Applies the conventions that every context of the product shares.</summary>
    public static T Configure<T>(T builder, Action<T> connect)
        where T : DbContextOptionsBuilder
    {
        connect(builder);
        builder.UseSnakeCaseNamingConvention();
        return builder;
    }

    /// <summary>
    /// Brings the schema up to date. Several processes may start at once: one migrates, under an advisory lock of its
    /// session, and the others wait and then find nothing to do.
    /// </summary>
    public static async Task MigrateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var acquire = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new() { Value = MigrationLock } } })
        {
            acquire.CommandTimeout = 0;
            await acquire.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var context = new AntennaDbContext(Options(dataSource)))
        {
            await context.Database.MigrateAsync(cancellationToken);
        }

        await using var release = new NpgsqlCommand("select pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = MigrationLock } } };
        await release.ExecuteNonQueryAsync(cancellationToken);
    }
}

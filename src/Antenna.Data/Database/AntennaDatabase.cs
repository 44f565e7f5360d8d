using Antenna.Data.Derived;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Antenna.Data.Database;

/// <summary>How the product connects to its database, and brings it up to date.</summary>
public static class AntennaDatabase
{
    /// <summary>For the Options of a node's connection string: what holds in each of its sessions.</summary>
    public const string SessionOptions = $"{EndFrozenTransactions} {WithoutCompiling}";

    // A node that freezes inside a transaction must not hold its locks for good, neither those of a batch nor those of the scheduler that
    // all nodes share: PostgreSQL ends the transaction, and the other nodes go on. Only waiting for the client counts, a long statement
    // does not.
    private const string EndFrozenTransactions = "-c idle_in_transaction_session_timeout=30000";

    // PostgreSQL compiles a query that may have many rows. Of a page that takes a hundred times as long as to read it, and of a part of a
    // run half a second where the query itself takes a tenth.
    private const string WithoutCompiling = "-c jit=off";

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
    /// Whether the schema is the one that this process was made for: neither older, nor already that of a newer node.
    /// </summary>
    public static async Task<bool> IsCurrentAsync(AntennaDbContext context, CancellationToken cancellationToken) =>
        (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).SequenceEqual(context.Database.GetMigrations());

    /// <summary>
    /// Brings the schema up to date. Several processes may start at once: one migrates, and the others wait and then find
    /// nothing to do.
    /// </summary>
    public static async Task MigrateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var schema = await SchemaLock.TakeAsync(dataSource, cancellationToken);
        await using var context = new AntennaDbContext(Options(dataSource));

        // EF finds out that the table is missing by an error, which would be the first line of a new database's log.
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            await DerivedSchema.RemoveAsync(connection, cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        await DerivedSchema.EnsureAsync(connection, cancellationToken);
    }
}

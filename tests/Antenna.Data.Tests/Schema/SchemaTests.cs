using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Schema;

/// <summary>How the database is laid out.</summary>
public sealed class SchemaTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public void The_migrations_make_the_schema_of_the_model()
    {
        using var context = database.CreateDbContext();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Every_name_is_in_snake_case()
    {
        var names = await ReadAsync(
            """
            select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'public' and table_name <> '__EFMigrationsHistory'
            """);

        Assert.Contains("classifications.lineage_id", names);
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$", name));
    }

    /// <summary>Stored so that they stream: as they are, and out of line.</summary>
    [Fact]
    public async Task Logits_lie_uncompressed_in_a_table_of_their_own()
    {
        var storage = await ReadAsync(
            "select attstorage::text from pg_attribute where attrelid = 'classification_logits'::regclass and attname = 'logits'");
        Assert.Equal(["e"], storage);

        // Zeros would compress to nothing.
        var stored = await ReadAsync(
            """
            begin;
            set local session_replication_role = replica;
            insert into classification_logits values (1, decode(repeat('00', 116704), 'hex'));
            select pg_column_size(logits) || ' ' || coalesce(pg_column_compression(logits), 'none') from classification_logits;
            rollback
            """);
        Assert.Equal(["116704 none"], stored);
    }

    [Fact]
    public void No_classification_brings_its_logits_along()
    {
        using var context = database.CreateDbContext();

        var classification = context.Model.FindEntityType(typeof(Classification))!;

        Assert.Empty(classification.GetNavigations());
        Assert.DoesNotContain(classification.GetProperties(), property => property.ClrType == typeof(byte[]));
    }

    [Fact]
    public async Task Processes_that_start_at_once_migrate_one_after_the_other()
    {
        await ExecuteAsync("create database migrated_at_once");
        var connectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "migrated_at_once", Pooling = false };
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
            {
                await using var dataSource = NpgsqlDataSource.Create(connectionString);
                await AntennaDatabase.MigrateAsync(dataSource, Token);
            }));

            await using var context = new AntennaDbContext(AntennaDatabase.Options(connectionString.ConnectionString));
            Assert.Empty(await context.Database.GetPendingMigrationsAsync(Token));
        }
        finally
        {
            await ExecuteAsync("drop database migrated_at_once with (force)");
        }
    }

    [Fact]
    public void Only_the_newest_migration_keeps_the_model_as_it_stood_then()
    {
        using var context = database.CreateDbContext();
        var migrations = context.GetService<IMigrationsAssembly>().Migrations;

        var keeping = migrations.Where(each => each.Value.DeclaredMethods.Any(method => method.Name == "BuildTargetModel")).Select(each => each.Key);

        Assert.Equal([context.Database.GetMigrations().Last()], keeping);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var values = new List<string>();
        while (await reader.ReadAsync(Token))
            values.Add(reader.GetString(0));
        return values;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

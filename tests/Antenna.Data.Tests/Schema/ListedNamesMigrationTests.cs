using Antenna.Core.Taxonomy;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Antenna.Data.Tests.Schema;

public sealed class ListedNamesMigrationTests(PostgresCluster cluster)
{
    private const string Before = "OccurrenceDays";

    [Fact]
    public async Task Entries_that_were_taxa_become_their_names_and_none_is_dropped()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        await using var context = database.CreateDbContext();
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync(Before, Token);
        await context.Database.ExecuteSqlRawAsync(
            """
            insert into people (id, name) values (1, 'Maria');
            insert into taxa (id, name, rank, homonym, misapplied, source) values
                (1, 'Aëdes testus', 110, 0, false, 'test'), (2, 'Noctua', 100, 0, false, 'test'),
                (3, 'Oenanthe', 100, 0, false, 'test'), (4, 'Oenanthe', 100, 1, false, 'test');
            insert into taxon_keys (source, key, taxon_id) values ('gbif', '7.0', 1), ('gbif', '8', 2), ('gbif', '8.0', 3);
            insert into taxa_lists (id, name, created_at) values (1, 'Vermont', now());
            insert into taxa_list_versions (id, taxa_list_id, number, author_id, created_at, taxon_count, content_hash) values (1, 1, 1, 1, now(), 4, 'old');
            insert into taxa_list_entries (taxa_list_version_id, taxon_id, include_descendants) values (1, 1, false), (1, 2, true), (1, 3, false), (1, 4, false)
            """, Token);

        await migrator.MigrateAsync(cancellationToken: Token);

        var entries = await context.TaxaListEntries.AsNoTracking().OrderBy(entry => entry.NameKey).ToListAsync(Token);
        Assert.Equal(
            [("aedes testus", "Aëdes testus", 1L, false), ("noctua genus", "Noctua", 2, true), ("oenanthe genus", "Oenanthe", 3, false), ("oenanthe genus 2", "Oenanthe", 4, false)],
            entries.Select(entry => (entry.NameKey, entry.Name, entry.TaxonId!.Value, entry.IncludeDescendants)));
        Assert.All(entries.Take(3), entry => Assert.Equal(entry.NameKey, new ListedName(entry.Name, entry.Rank).Key));
        Assert.Equal(["7", "8", "8.0"], await context.TaxonKeys.OrderBy(key => key.Key).Select(key => key.Key).ToListAsync(Token));
        Assert.Equal(4, (await context.TaxaListVersions.AsNoTracking().SingleAsync(Token)).EntryCount);
    }

    [Fact]
    public async Task Importing_again_what_a_migrated_version_lists_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        await using var context = database.CreateDbContext();
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync(Before, Token);
        await context.Database.ExecuteSqlRawAsync(
            """
            insert into people (id, name) values (1, 'Maria');
            insert into taxa (id, name, rank, homonym, misapplied, source) values (1, 'Zygaena testus', 110, 0, false, 'test'), (2, 'Noctua pronuba', 110, 0, false, 'test');
            insert into taxa_lists (id, name, created_at) values (1, 'Vermont', now());
            insert into taxa_list_versions (id, taxa_list_id, number, author_id, created_at, taxon_count, content_hash) values (1, 1, 1, 1, now(), 2, 'old');
            insert into taxa_list_entries (taxa_list_version_id, taxon_id, include_descendants) values (1, 1, false), (1, 2, true)
            """, Token);
        await migrator.MigrateAsync(cancellationToken: Token);

        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        var saved = await TaxaListVersions.SaveAsync(
            connection,
            new(1, [new("Noctua pronuba", Rank.Species) { IncludeDescendants = true }, new("Zygaena testus", Rank.Species)], 1, DateTime.UnixEpoch, null),
            Token);

        Assert.Null(saved);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

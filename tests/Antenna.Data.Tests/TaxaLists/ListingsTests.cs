using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Data.Tests.Import.Taxa;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

/// <summary>Versions are kept in memory, each with the state of the taxonomy that it was read in.</summary>
public sealed class ListingsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private ImportedTaxonomy _taxonomy = null!;

    public async ValueTask InitializeAsync() => _taxonomy = await ImportedTaxonomy.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    [Fact]
    public async Task A_version_that_is_read_while_its_names_become_taxa_lists_them()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba");
        await _taxonomy.ImportListAsync("name\nNoctua pronuba\nNoctua comes");
        var version = await VersionAsync();
        await using var counted = new CountedStatements(_taxonomy.Database.ConnectionString);
        using var current = new CurrentTaxonomy(_taxonomy.Database);
        var listings = new Listings(counted.DataSource, current);
        using var slow = new SlowStatement(counted, "from taxa_list_entries where taxa_list_version_id");

        // The thread that reads is held up between the entries and the tree.
        var reading = Task.Run(() => listings.FindAsync(version, Token), Token);
        await slow.WhenEnded(Token);
        await _taxonomy.ImportTaxaAsync("name\nNoctua comes");
        slow.GoOn();
        var listing = (await reading)!;

        await using var context = _taxonomy.Database.CreateDbContext();
        var known = await context.Taxa.Where(taxon => taxon.Name == "Noctua pronuba" || taxon.Name == "Noctua comes").Select(taxon => taxon.Id).ToListAsync(Token);
        Assert.Equal(2, known.Count);
        Assert.All(known, taxon => Assert.True(listing.Taxa.Contains(taxon)));
        Assert.All(known, taxon => Assert.True(listing.Taxonomy.Tree.Contains(taxon)));
        Assert.Equal(listing.Taxa, (await listings.FindAsync(version, Token))!.Taxa);
    }

    private async Task<long> VersionAsync()
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        return await context.TaxaListVersions.Select(version => version.Id).SingleAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>A taxonomy that lists are imported beside.</summary>
public abstract class TaxaListImportBench(PostgresCluster cluster) : IAsyncLifetime
{
    private protected ImportedTaxonomy Taxonomy { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Taxonomy = await ImportedTaxonomy.CreateAsync(cluster);

    public async ValueTask DisposeAsync()
    {
        await Taxonomy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The keys of the names on the first version, each with the id of its taxon.</summary>
    protected async Task<string[]> TaxaAsync()
    {
        await using var context = Taxonomy.Database.CreateDbContext();
        var version = (await Taxonomy.VersionsAsync())[0].Id;
        return [.. (await context.TaxaListEntries.Where(entry => entry.TaxaListVersionId == version).OrderBy(entry => entry.NameKey).ToListAsync(TestContext.Current.CancellationToken))
            .Select(entry => $"{entry.NameKey}: {entry.TaxonId}")];
    }

    protected async Task<long> TaxonAsync(string name)
    {
        await using var context = Taxonomy.Database.CreateDbContext();
        return await context.Taxa.Where(taxon => taxon.Name == name).Select(taxon => taxon.Id).SingleAsync(TestContext.Current.CancellationToken);
    }
}

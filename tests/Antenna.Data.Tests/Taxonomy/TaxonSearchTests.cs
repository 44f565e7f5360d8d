using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Taxonomy;

public sealed class TaxonSearchTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private TaxonSearch _search = null!;
    private Taxon _perlata = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _search = new(_taxonomy);
        var family = await AddAsync("Geometridae", Rank.Family);
        var genus = await AddAsync("Campaea", Rank.Genus, parentId: family.Id);
        _perlata = await AddAsync("Campaea perlata", Rank.Species, parentId: genus.Id);
        await AddAsync("Metrocampa perlata", Rank.Species, acceptedTaxonId: _perlata.Id);
        await CallAsync(_perlata, "Pale Beauty");
    }

    public async ValueTask DisposeAsync()
    {
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_suggestion_names_the_accepted_taxon_what_was_found_and_what_it_stands_under()
    {
        var suggestion = Assert.Single(await _search.FindAsync("metro", 10, Token));

        Assert.Equal(new(_perlata.Id, "Campaea perlata", Rank.Species), suggestion.Taxon);
        Assert.Equal((NameHitKind.Synonym, "Metrocampa perlata", "Pale Beauty"), (suggestion.Kind, suggestion.FoundAs, suggestion.CommonName));
        Assert.Equal("Geometridae", suggestion.Above?.Name);
    }

    [Fact]
    public async Task What_was_found_is_not_listed_twice()
    {
        var own = Assert.Single(await _search.FindAsync("campaea perl", 10, Token));
        var common = Assert.Single(await _search.FindAsync("pale", 10, Token));

        Assert.Equal((NameHitKind.Accepted, null, "Pale Beauty"), (own.Kind, own.FoundAs, own.CommonName));
        Assert.Equal((NameHitKind.CommonName, "Pale Beauty", null), (common.Kind, common.FoundAs, common.CommonName));
    }

    [Fact]
    public async Task A_misspelt_name_suggests_similar_ones()
    {
        var suggestion = Assert.Single(await _search.FindAsync("Campea perlata", 10, Token));

        Assert.Equal((NameHitKind.Similar, _perlata.Id), (suggestion.Kind, suggestion.Taxon.Id));
    }

    [Fact]
    public async Task Taxa_that_come_change_or_get_names_are_found_at_once()
    {
        Assert.Empty(await _search.FindAsync("kazon", 10, Token));
        var added = await AddAsync("Kazonia", Rank.Genus);
        Assert.Single(await _search.FindAsync("kazon", 10, Token));

        await CallAsync(added, "Brisant");
        Assert.Equal(added.Id, Assert.Single(await _search.FindAsync("brisant", 10, Token)).Taxon.Id);

        await using var context = _database.CreateDbContext();
        await context.Taxa.Where(taxon => taxon.Id == added.Id)
            .ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.AcceptedTaxonId, _perlata.Id), Token);
        Assert.Equal(_perlata.Id, Assert.Single(await _search.FindAsync("kazon", 10, Token)).Taxon.Id);

        await context.Taxa.Where(taxon => taxon.Id == added.Id).ExecuteDeleteAsync(Token);
        Assert.Empty(await _search.FindAsync("kazon", 10, Token));
    }

    [Fact]
    public async Task The_taxonomy_is_read_again_only_after_a_change()
    {
        var before = await _taxonomy.GetAsync(Token);
        await using var context = _database.CreateDbContext();
        await context.Taxa.Where(taxon => taxon.Name == "no such name")
            .ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.Author, "nobody"), Token);
        Assert.Same(before, await _taxonomy.GetAsync(Token));

        await AddAsync("Kazonia", Rank.Genus);
        Assert.NotSame(before, await _taxonomy.GetAsync(Token));
    }

    [Fact]
    public async Task A_change_that_is_not_committed_is_not_seen_and_is_seen_once_it_is()
    {
        await using var context = _database.CreateDbContext();
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        context.Add(new Taxon { Name = "Kazonia", Rank = Rank.Genus, Source = "test" });
        await context.SaveChangesAsync(Token);

        // A later change that is committed first must not make the earlier one look as if it had been read.
        await AddAsync("Ocampa", Rank.Genus);
        Assert.Empty(await _search.FindAsync("kazon", 10, Token));

        await transaction.CommitAsync(Token);
        Assert.Single(await _search.FindAsync("kazon", 10, Token));
    }

    private async Task<Taxon> AddAsync(string name, Rank rank, long? parentId = null, long? acceptedTaxonId = null)
    {
        await using var context = _database.CreateDbContext();
        var taxon = new Taxon { Name = name, Rank = rank, ParentId = parentId, AcceptedTaxonId = acceptedTaxonId, Source = "test" };
        context.Add(taxon);
        await context.SaveChangesAsync(Token);
        return taxon;
    }

    private async Task CallAsync(Taxon taxon, string commonName)
    {
        await using var context = _database.CreateDbContext();
        context.Add(new TaxonCommonName { TaxonId = taxon.Id, Name = commonName });
        await context.SaveChangesAsync(Token);
    }
}

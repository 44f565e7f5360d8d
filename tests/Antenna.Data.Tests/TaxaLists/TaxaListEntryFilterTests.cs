using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

/// <summary>Which names on a version a higher taxon, and the version that added them, let through.</summary>
public sealed class TaxaListEntryFilterTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private CurrentCategoryMaps _categoryMaps = null!;
    private TaxaListReader _reader = null!;
    private Scenario _scenario = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _categoryMaps = new(_database);
        _reader = new(_database, _database.DataSource, _taxonomy, _categoryMaps);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _list = await _scenario.AddListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task By_a_taxon_come_its_own_name_those_below_it_and_those_of_synonyms()
    {
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna", "Tropaea luna", "Samia cynthia", "Catocala relicta"]);
        var (saturniidae, actias) = (await AddTaxonAsync("Saturniidae", Rank.Family), await AddTaxonAsync("Actias", Rank.Genus));
        var erebidae = await AddTaxonAsync("Erebidae", Rank.Family);
        var sphingidae = await AddTaxonAsync("Sphingidae", Rank.Family);
        await PlaceAsync("Actias", saturniidae);
        await PlaceAsync("Actias luna", actias);
        await PlaceAsync("Samia cynthia", saturniidae);
        await PlaceAsync("Catocala relicta", erebidae);
        await AcceptAsync("Tropaea luna", "Actias luna");
        await AddEntryAsync(new() { TaxaListVersionId = version.Id, NameKey = "saturniidae", Name = "Saturniidae", Rank = Rank.Family, TaxonId = saturniidae, Match = NameMatchKind.Exact });

        Assert.Equal(["Actias luna", "Samia cynthia", "Saturniidae", "Tropaea luna"], await NamesAsync(version, new() { TaxonId = saturniidae }));
        Assert.Equal(["Actias luna", "Tropaea luna"], await NamesAsync(version, new() { TaxonId = actias }));
        Assert.Equal(["Catocala relicta"], await NamesAsync(version, new() { TaxonId = erebidae }));
        Assert.Empty(await NamesAsync(version, new() { TaxonId = sphingidae }));
        Assert.Equal(["Samia cynthia"], await NamesAsync(version, new() { TaxonId = saturniidae, Search = "samia", InTaxonomy = true, AddedIn = 1 }));
    }

    [Fact]
    public async Task A_name_that_the_taxonomy_does_not_know_is_in_the_higher_taxa_that_the_list_gives()
    {
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        var (lepidoptera, saturniidae) = (await AddTaxonAsync("Lepidoptera", Rank.Order), await AddTaxonAsync("Saturniidae", Rank.Family));
        await PlaceAsync("Saturniidae", lepidoptera);
        await AddUnknownAsync(version, "Actias nova", "family:SATURNIIDAE");
        await AddUnknownAsync(version, "Erebus novus", "order:Lepidoptera", "family:Erebidae");
        await AddUnknownAsync(version, "Nemo nusquam");

        Assert.Equal(["Actias nova", "Erebus novus"], await NamesAsync(version, new() { TaxonId = lepidoptera }));
        Assert.Equal(["Actias nova"], await NamesAsync(version, new() { TaxonId = saturniidae }));
    }

    [Fact]
    public async Task A_taxon_that_there_is_not_lets_nothing_through_and_one_that_there_is_comes_with_its_name()
    {
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        await AddUnknownAsync(version, "Nemo nusquam");
        var luna = await _scenario.SpeciesAsync("Actias luna");

        var missing = await ReadAsync(version, new() { TaxonId = luna + 1_000 });

        Assert.Equal((0, 0, null), (missing.Count, missing.Page.Items.Count, missing.Taxon));
        Assert.Equal("Actias luna", (await ReadAsync(version, new() { TaxonId = luna })).Taxon?.Name);
        Assert.Null((await ReadAsync(version, new())).Taxon);
    }

    [Fact]
    public async Task By_a_version_come_the_names_that_it_has_and_the_one_before_has_not_and_that_still_stand()
    {
        var first = await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);
        var second = await _scenario.AddVersionAsync(_list, ["Actias luna", "Antheraea polyphemus", "Catocala relicta", "Catocala ilia"]);
        var third = await _scenario.AddVersionAsync(_list, ["Actias luna", "Antheraea polyphemus", "Catocala relicta", "Samia cynthia"]);
        await _scenario.AddVersionAsync(await _scenario.AddListAsync("Maine moths"), ["Actias luna"]);

        Assert.Equal(["Actias luna", "Samia cynthia"], await NamesAsync(first, new() { AddedIn = 1 }));
        Assert.Equal(["Actias luna"], await NamesAsync(second, new() { AddedIn = 1 }));
        Assert.Equal(["Antheraea polyphemus", "Catocala ilia", "Catocala relicta"], await NamesAsync(second, new() { AddedIn = 2 }));
        Assert.Equal(["Antheraea polyphemus", "Catocala relicta"], await NamesAsync(third, new() { AddedIn = 2 }));

        // It went and came back.
        Assert.Equal(["Samia cynthia"], await NamesAsync(third, new() { AddedIn = 3 }));
        Assert.Empty(await NamesAsync(third, new() { AddedIn = 4 }));
        Assert.Empty(await NamesAsync(third, new() { AddedIn = 0 }));
    }

    [Fact]
    public async Task A_version_that_only_leaves_names_out_added_none()
    {
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);
        var second = await _scenario.AddVersionAsync(_list, ["Actias luna"]);

        Assert.Empty(await NamesAsync(second, new() { AddedIn = 2 }));
    }

    [Fact]
    public async Task Names_on_a_trial_are_found_by_the_versions_that_added_them()
    {
        await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);
        var trial = await _scenario.AddVersionAsync(_list, ["Samia cynthia", "Catocala relicta"], trialOf: _scenario.Curator);

        Assert.Empty(await NamesAsync(trial, new() { AddedIn = 1 }));
        Assert.Equal(["Samia cynthia"], await NamesAsync(trial, new() { AddedIn = 2 }));
    }

    [Fact]
    public async Task Of_a_homonym_only_the_one_that_came_was_added()
    {
        var first = await _scenario.AddVersionAsync(_list, ["Samia cynthia"]);
        var second = await _scenario.AddVersionAsync(_list, ["Samia cynthia"]);
        await AddUnknownAsync(first, "Prunella vulgaris", "kingdom:Animalia");
        await AddHomonymAsync(second, "Prunella vulgaris", "Animalia");
        await AddHomonymAsync(second, "Prunella vulgaris", "Plantae");

        Assert.Equal(["animalia"], (await ReadAsync(second, new() { AddedIn = 1, Search = "prunella" })).Page.Items.Select(entry => entry.HomonymKingdom));
        Assert.Equal(["plantae"], (await ReadAsync(second, new() { AddedIn = 2 })).Page.Items.Select(entry => entry.HomonymKingdom));
    }

    [Fact]
    public async Task What_is_filtered_comes_page_by_page_with_how_many_there_are()
    {
        var family = await AddTaxonAsync("Erebidae", Rank.Family);
        var (old, added) = (Names("old", 5), Names("added", 5));
        await _scenario.AddVersionAsync(_list, old);
        var version = await _scenario.AddVersionAsync(_list, [.. old, .. added, "Catocala elsewhere"]);
        foreach (var name in old.Concat(added))
            await PlaceAsync(name, family);
        var filter = new TaxaListEntryFilter { TaxonId = family, AddedIn = 2 };

        var first = await ReadAsync(version, filter, size: 2);
        var second = await ReadAsync(version, filter, size: 2, first.Page.Next);
        var third = await ReadAsync(version, filter, size: 2, second.Page.Next);
        var back = await ReadAsync(version, filter, size: 2, third.Page.Previous);

        Assert.Equal(added, new[] { first, second, third }.SelectMany(page => page.Page.Items).Select(entry => entry.Name));
        Assert.Equal(second.Page.Items.Select(entry => entry.Name), back.Page.Items.Select(entry => entry.Name));
        Assert.Equal((5, null, null), (first.Count, first.Page.Previous, third.Page.Next));

        static string[] Names(string epithet, int number) => [.. Enumerable.Range(1, number).Select(at => $"Catocala {epithet}{at}")];
    }

    private async Task<long> AddTaxonAsync(string name, Rank rank)
    {
        await using var context = _database.CreateDbContext();
        var taxon = new Taxon { Name = name, Rank = rank, Source = "test" };
        context.Add(taxon);
        await context.SaveChangesAsync(Token);
        return taxon.Id;
    }

    private async Task PlaceAsync(string name, long parent)
    {
        await using var context = _database.CreateDbContext();
        await context.Taxa.Where(taxon => taxon.Name == name).ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.ParentId, parent), Token);
    }

    private async Task AcceptAsync(string synonym, string name)
    {
        var accepted = await _scenario.SpeciesAsync(name);
        await using var context = _database.CreateDbContext();
        await context.Taxa.Where(taxon => taxon.Name == synonym).ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.AcceptedTaxonId, accepted), Token);
    }

    private Task AddUnknownAsync(TaxaListVersion version, string name, params string[] higherTaxa) => AddEntryAsync(new()
    {
        TaxaListVersionId = version.Id, NameKey = ScientificName.Normalize(name), Name = name, Rank = Rank.Species, HigherTaxa = higherTaxa,
    });

    private Task AddHomonymAsync(TaxaListVersion version, string name, string kingdom)
    {
        var listed = new ListedName(name, Rank.Species) { HigherTaxa = new Dictionary<Rank, string> { [Rank.Kingdom] = kingdom }, HomonymKingdom = ScientificName.Normalize(kingdom) };
        return AddEntryAsync(new()
        {
            TaxaListVersionId = version.Id, NameKey = listed.Key, Name = name, Rank = Rank.Species, HigherTaxa = [$"kingdom:{kingdom}"],
        });
    }

    private async Task AddEntryAsync(TaxaListEntry entry)
    {
        await using var context = _database.CreateDbContext();
        context.Add(entry);
        await context.SaveChangesAsync(Token);
    }

    private async Task<IEnumerable<string>> NamesAsync(TaxaListVersion version, TaxaListEntryFilter filter)
    {
        var found = await ReadAsync(version, filter);
        Assert.Equal(found.Page.Items.Count, found.Count);
        return found.Page.Items.Select(entry => entry.Name);
    }

    private Task<TaxaListEntryPage> ReadAsync(TaxaListVersion version, TaxaListEntryFilter filter, int size = 50, string? cursor = null) =>
        _reader.EntriesAsync(version.Id, filter, size, cursor, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

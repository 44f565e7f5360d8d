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

public sealed class TaxaListReaderTests(PostgresCluster cluster) : IAsyncLifetime
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
    public async Task Entries_come_by_name_page_by_page_with_how_many_there_are()
    {
        var version = await _scenario.AddVersionAsync(_list, ["Samia cynthia", "Actias luna", "Catocala relicta", "Antheraea polyphemus", "Hyalophora cecropia"]);

        var first = await ReadAsync(version, new(), size: 2);
        var second = await ReadAsync(version, new(), size: 2, first.Page.Next);
        var third = await ReadAsync(version, new(), size: 2, second.Page.Next);
        var back = await ReadAsync(version, new(), size: 2, third.Page.Previous);

        Assert.Equal(["Actias luna", "Antheraea polyphemus"], Names(first));
        Assert.Equal(["Catocala relicta", "Hyalophora cecropia"], Names(second));
        Assert.Equal(["Samia cynthia"], Names(third));
        Assert.Equal(Names(second), Names(back));
        Assert.Equal((null, null), (first.Page.Previous, third.Page.Next));
        Assert.Equal(5, first.Count);
    }

    [Theory]
    [InlineData("ACTIAS", "Actias luna")]
    [InlineData("moon moth", "Actias luna")]
    [InlineData("tropaea", "Actias luna")]
    [InlineData(" saturn", "Actias luna")]
    [InlineData("relicta", "Catocala relicta")]
    [InlineData("nowhere", null)]
    public async Task An_entry_is_found_by_a_part_of_its_name_a_synonym_a_common_name_or_its_family(string text, string? found)
    {
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);
        await AddTaxaAsync();

        var entries = await ReadAsync(version, new() { Search = text });

        Assert.Equal(found is null ? [] : [found], Names(entries));
        Assert.Equal(found is null ? 0 : 1, entries.Count);
    }

    [Fact]
    public async Task An_entry_is_found_by_the_synonym_of_a_synonym()
    {
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);
        await using (var context = _database.CreateDbContext())
        {
            var (actias, tropaea) = (await _scenario.SpeciesAsync("Actias luna"), await _scenario.SpeciesAsync("Tropaea luna"));
            await context.Taxa.Where(taxon => taxon.Name == "Tropaea luna")
                .ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.AcceptedTaxonId, actias), Token);
            await _scenario.SpeciesAsync("Phalaena luna");
            await context.Taxa.Where(taxon => taxon.Name == "Phalaena luna")
                .ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.AcceptedTaxonId, tropaea), Token);
        }

        Assert.Equal(["Actias luna"], Names(await ReadAsync(version, new() { Search = "phalaena" })));
    }

    [Fact]
    public async Task An_entry_shows_its_family_and_common_name_and_which_classifiers_can_name_it()
    {
        var family = await AddTaxaAsync();
        var moths = await _scenario.AddClassifierAsync("moths", "Tropaea luna", "Samia cynthia");
        await _scenario.AddClassifierAsync("beetles", "Lucanus cervus");
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);
        await AddEntryAsync(version, family, includeDescendants: true);

        var entries = (await ReadAsync(version, new())).Page.Items.ToDictionary(entry => entry.Name);

        Assert.Equal(("moon moth", "Saturniidae", false), (entries["Actias luna"].CommonName, entries["Actias luna"].Family, entries["Actias luna"].IncludeDescendants));
        Assert.Equal([moths.Id], entries["Actias luna"].NamedBy.Select(classifier => classifier.Id));
        Assert.Equal((null, true), (entries["Saturniidae"].Family, entries["Saturniidae"].IncludeDescendants));
        Assert.Equal([moths.Id], entries["Saturniidae"].NamedBy.Select(classifier => classifier.Id));
        Assert.Empty(entries["Catocala relicta"].NamedBy);
    }

    [Fact]
    public async Task What_a_classifier_can_name_and_what_it_cannot_are_together_all_entries()
    {
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta", "Hyalophora cecropia"]);

        var named = await ReadAsync(version, new() { NamedById = moths.Id });
        var unnamed = await ReadAsync(version, new() { NotNamedById = moths.Id });
        var coverage = Assert.Single(await new TaxaListCatalog(_database, _database.DataSource, _taxonomy, _categoryMaps).CoverageAsync(version.Id, Token));

        Assert.Equal(["Actias luna"], Names(named));
        Assert.Equal(["Catocala relicta", "Hyalophora cecropia"], Names(unnamed));
        Assert.Equal((named.Count, unnamed.Count, 1), (coverage.NamedTaxa, coverage.UnnamedTaxa, coverage.KeptClasses));
    }

    [Fact]
    public async Task A_version_differs_from_the_one_before_by_what_came_went_and_changed_its_reach()
    {
        var family = await AddTaxaAsync();
        var first = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);
        await AddEntryAsync(first, family, includeDescendants: false);
        var second = await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia", "Antheraea polyphemus"]);
        await AddEntryAsync(second, family, includeDescendants: true);

        var difference = await DifferAsync(second, first);

        Assert.Equal(new(Added: 2, Removed: 1, Changed: 1, Unchanged: 1), difference.Counts);
        Assert.Equal(
            [
                ("Antheraea polyphemus", NameDifference.Added, false), ("Catocala relicta", NameDifference.Removed, false),
                ("Samia cynthia", NameDifference.Added, false), ("Saturniidae", NameDifference.Changed, true),
            ],
            difference.Page.Items.Select(name => (name.Name, name.Difference, name.IncludesDescendants && name.ChangesDescendants)));
        var overview = await new TaxaListCatalog(_database, _database.DataSource, _taxonomy, _categoryMaps).FindAsync(_list.Id, person: null, Token);
        Assert.Equal([new(Added: 2, Removed: 1, Changed: 1, Unchanged: 1), new(Added: 3, Removed: 0, Changed: 0, Unchanged: 0)], overview!.Versions.Select(version => version.Difference));
    }

    [Fact]
    public async Task Any_two_versions_are_compared_either_way()
    {
        var first = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);
        await _scenario.AddVersionAsync(_list, ["Samia cynthia"]);
        var third = await _scenario.AddVersionAsync(_list, ["Actias luna", "Antheraea polyphemus", "Hyalophora cecropia"]);

        Assert.Equal(new(Added: 2, Removed: 1, Changed: 0, Unchanged: 1), (await DifferAsync(third, first)).Counts);
        Assert.Equal(new(Added: 1, Removed: 2, Changed: 0, Unchanged: 1), (await DifferAsync(first, third)).Counts);
        Assert.Equal(["Catocala relicta"], (await DifferAsync(first, third, NameDifference.Added)).Page.Items.Select(name => name.Name));
        Assert.Equal(0, (await DifferAsync(first, first)).Counts.Differing);
        Assert.Empty((await DifferAsync(first, first)).Page.Items);
    }

    [Fact]
    public async Task What_differs_comes_page_by_page()
    {
        var first = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);
        var second = await _scenario.AddVersionAsync(_list, ["Samia cynthia", "Antheraea polyphemus", "Hyalophora cecropia"]);

        var one = await DifferAsync(second, first, size: 2);
        var two = await DifferAsync(second, first, size: 2, cursor: one.Page.Next);
        var three = await DifferAsync(second, first, size: 2, cursor: two.Page.Next);
        var back = await DifferAsync(second, first, size: 2, cursor: three.Page.Previous);

        Assert.Equal(["Actias luna", "Antheraea polyphemus"], one.Page.Items.Select(name => name.Name));
        Assert.Equal(["Catocala relicta", "Hyalophora cecropia"], two.Page.Items.Select(name => name.Name));
        Assert.Equal(["Samia cynthia"], three.Page.Items.Select(name => name.Name));
        Assert.Equal(two.Page.Items, back.Page.Items);
        Assert.Equal((null, null, 5), (one.Page.Previous, three.Page.Next, three.Counts.Differing));
    }

    [Fact]
    public async Task A_trial_is_no_version_that_others_are_compared_with()
    {
        await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        await _scenario.AddVersionAsync(_list, ["Samia cynthia", "Catocala relicta"], trialOf: _scenario.Curator);
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Antheraea polyphemus"]);

        var list = await new TaxaListCatalog(_database, _database.DataSource, _taxonomy, _categoryMaps).FindAsync(_list.Id, person: null, Token);

        Assert.Equal([2, 1], list!.Versions.Select(version => version.Number));
        Assert.Equal(1, list.Before(list.Versions[0])?.Number);
        Assert.Null(list.Before(list.Versions[1]));
        Assert.Equal(new(Added: 1, Removed: 0, Changed: 0, Unchanged: 1), list.Versions[0].Difference);
    }

    /// <summary>The luna moth in its family, by its old name too, and as people call it.</summary>
    /// <returns>The family.</returns>
    private async Task<long> AddTaxaAsync()
    {
        var luna = await _scenario.SpeciesAsync("Actias luna");
        await using var context = _database.CreateDbContext();
        var family = new Taxon { Name = "Saturniidae", Rank = Rank.Family, Source = "test" };
        context.Add(family);
        await context.SaveChangesAsync(Token);
        (await context.Taxa.FindAsync([luna], Token))!.ParentId = family.Id;
        context.Add(new Taxon { Name = "Tropaea luna", Rank = Rank.Species, AcceptedTaxonId = luna, Source = "test" });
        context.Add(new TaxonCommonName { TaxonId = luna, Name = "moon moth" });
        await context.SaveChangesAsync(Token);
        return family.Id;
    }

    [Fact]
    public async Task A_name_that_the_taxonomy_does_not_know_is_found_and_marked()
    {
        var version = await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        await using (var context = _database.CreateDbContext())
        {
            context.Add(new TaxaListEntry
            {
                TaxaListVersionId = version.Id, NameKey = "actias selene", Name = "Actias selene", Rank = Rank.Unknown, RankText = "Species pro parte",
                AcceptedName = "Actias 100%", HigherTaxa = ["family:Saturniidae"],
            });
            await context.SaveChangesAsync(Token);
        }

        var found = Assert.Single((await ReadAsync(version, new() { Search = "selene" })).Page.Items);

        Assert.Equal((null, null, "Saturniidae", "Species pro parte"), (found.Taxon, found.Match, found.Family, found.RankText));
        Assert.Equal(["Actias selene"], Names(await ReadAsync(version, new() { InTaxonomy = false })));
        Assert.Equal(["Actias luna"], Names(await ReadAsync(version, new() { InTaxonomy = true })));
        Assert.Equal(["Actias selene"], Names(await ReadAsync(version, new() { Search = "0%" })));
        Assert.Empty(Names(await ReadAsync(version, new() { Search = "a%s" })));
    }

    private async Task AddEntryAsync(TaxaListVersion version, long taxonId, bool includeDescendants)
    {
        await using var context = _database.CreateDbContext();
        context.Add(new TaxaListEntry
        {
            TaxaListVersionId = version.Id, NameKey = "saturniidae family", Name = "Saturniidae", Rank = Rank.Family,
            TaxonId = taxonId, Match = NameMatchKind.Exact, IncludeDescendants = includeDescendants,
        });
        await context.SaveChangesAsync(Token);
    }

    private Task<TaxaListEntryPage> ReadAsync(TaxaListVersion version, TaxaListEntryFilter filter, int size = 50, string? cursor = null) =>
        _reader.EntriesAsync(version.Id, filter, size, cursor, Token);

    private Task<TaxaListDifference> DifferAsync(
        TaxaListVersion version, TaxaListVersion before, NameDifference? only = null, int size = 50, string? cursor = null) =>
        _reader.DifferenceAsync(version.Id, before.Id, only, size, cursor, Token);

    private static IEnumerable<string> Names(TaxaListEntryPage entries) => entries.Page.Items.Select(entry => entry.Name);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Core.Taxonomy;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>One name in two kingdoms, on a list.</summary>
public sealed class HomonymListTests(PostgresCluster cluster) : TaxaListImportBench(cluster)
{
    [Theory]
    [InlineData("Oenanthe,genus,Animalia;Oenanthe,genus,Plantae")]
    [InlineData("Oenanthe,genus,Plantae;Oenanthe,genus,Animalia;OENANTHE,genus,Plantae")]
    public async Task Homonyms_of_two_kingdoms_stay_two(string lines)
    {
        await Taxonomy.ImportTaxaAsync(Homonyms);
        var rows = lines.Split(';');

        var report = await Taxonomy.ImportListAsync("name,rank,kingdom\n" + string.Join('\n', rows));

        Assert.Equal((2, 2), (report.NameCount, report.TaxonCount));
        Assert.Equal(["oenanthe genus, animalia: Animalia", "oenanthe genus, plantae: Plantae"], await KingdomsAsync());
        Assert.True((await Taxonomy.ImportListAsync("name,rank,kingdom\n" + string.Join('\n', rows.AsEnumerable().Reverse()))).NothingChanged);
    }

    [Fact]
    public async Task Homonyms_that_only_the_taxonomy_tells_apart_stay_two()
    {
        await Taxonomy.ImportTaxaAsync(Homonyms);

        var report = await Taxonomy.ImportListAsync("name,rank,family\nOenanthe,genus,Apiaceae\nOenanthe,genus,Muscicapidae");

        Assert.Equal((2, 2), (report.NameCount, report.TaxonCount));
        Assert.Equal(["oenanthe genus, animalia: Animalia", "oenanthe genus, plantae: Plantae"], await KingdomsAsync());
    }

    [Fact]
    public async Task Homonyms_resolve_each_to_its_own_taxon_once_the_taxonomy_knows_them()
    {
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba");
        await Taxonomy.ImportListAsync("name,rank,kingdom\nNoctua pronuba,species,\nOenanthe,genus,Animalia\nOenanthe,genus,Plantae");
        Assert.Equal(["Noctua pronuba", "(Oenanthe)", "(Oenanthe)"], await Taxonomy.ListedAsync("Vermont", 1));

        await Taxonomy.ImportTaxaAsync(Homonyms);

        Assert.Equal(["Noctua pronuba", "Oenanthe", "Oenanthe"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(["oenanthe genus, animalia: Animalia", "oenanthe genus, plantae: Plantae"], (await KingdomsAsync())[1..]);
    }

    [Theory]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae", "Oenanthe,genus,Plantae,Apiaceae;Oenanthe,genus,Animalia,Muscicapidae", "+oenanthe genus, animalia")]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae;Oenanthe,genus,Animalia,Muscicapidae", "Oenanthe,genus,Plantae,Apiaceae", "-oenanthe genus, animalia")]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae;Oenanthe,genus,Animalia,Muscicapidae", "Oenanthe,genus,Plantae,Umbelliferae;Oenanthe,genus,Animalia,Muscicapidae", "=oenanthe genus, plantae")]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae", "Oenanthe,genus,Animalia,Muscicapidae", "=oenanthe genus")]
    public async Task A_homonym_that_comes_or_goes_leaves_the_other_one_as_it_is(string before, string after, string differing)
    {
        await Taxonomy.ImportTaxaAsync(Homonyms);
        await Taxonomy.ImportListAsync("name,rank,kingdom,family\n" + before.Replace(';', '\n'));

        await Taxonomy.ImportListAsync("name,rank,kingdom,family\n" + after.Replace(';', '\n'));

        var versions = await Taxonomy.VersionsAsync();
        using var taxonomy = new CurrentTaxonomy(Taxonomy.Database);
        var reader = new TaxaListReader(Taxonomy.Database, Taxonomy.Database.DataSource, taxonomy, new(Taxonomy.Database));
        var difference = await reader.DifferenceAsync(versions[1].Id, versions[0].Id, null, 50, null, TestContext.Current.CancellationToken);
        var name = Assert.Single(difference.Page.Items);
        Assert.Equal(differing, $"{name.Difference switch { NameDifference.Added => '+', NameDifference.Removed => '-', _ => '=' }}{name.Key}");
        Assert.Equal(1, difference.Counts.Differing);
    }

    [Fact]
    public async Task A_name_without_a_kingdom_is_the_same_as_with_its_one_kingdom()
    {
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba");

        var report = await Taxonomy.ImportListAsync("name,kingdom\nNoctua pronuba,\nNoctua pronuba,Animalia\nNoctua comes,Animalia\nNoctua comes,");

        Assert.Equal(2, report.NameCount);
        Assert.Equal(["(Noctua comes)", "Noctua pronuba"], await Taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task A_suggestion_is_accepted_for_the_homonym_whose_row_it_is_and_not_for_the_other()
    {
        await Taxonomy.ImportTaxaAsync("name,rank,kingdom\nOenanthe crocata,species,Plantae\nOenanthe hispanica,species,Animalia");
        var file = Taxonomy.File("name,rank,kingdom\nOenanthe crocatta,species,Plantae\nOenanthe crocatta,species,Animalia\nOenanthe hispanica,species,Animalia", "list.csv");
        var (plant, bird) = (await TaxonAsync("Oenanthe crocata"), await TaxonAsync("Oenanthe hispanica"));
        var lines = new List<TaxaListLine>();

        await Taxonomy.ImportListFileAsync(file, "Vermont", lines: lines, accepted: [new("Oenanthe crocatta", plant) { Kingdom = "Plantae" }]);

        Assert.Equal([NameMatchKind.AcceptedSuggestion, NameMatchKind.Exact], lines.Where(line => line.Taxon is not null).Select(line => line.Kind));
        Assert.Equal(("Plantae", "Animalia"), (lines[0].Kingdom, lines[1].Kingdom));
        Assert.Equal(["oenanthe crocatta, animalia: ", $"oenanthe crocatta, plantae: {plant}", $"oenanthe hispanica: {bird}"], await TaxaAsync());

        // Both can be accepted, each for its own; a matching report hands the kingdom back.
        await Taxonomy.ImportListFileAsync(
            file, "Vermont", acceptedFile: Taxonomy.File("name,suggestion,kingdom\nOenanthe crocatta,Oenanthe hispanica,Animalia", "accept.csv"));
        Assert.Equal(
            [$"oenanthe crocatta, animalia: {bird}", $"oenanthe crocatta, plantae: {plant}", $"oenanthe hispanica: {bird}"], await TaxaAsync());
    }

    [Theory]
    [InlineData("kingdom\nOenanthe crocatta,Plantae", null, true)]
    [InlineData("kingdom\nOenanthe crocatta,", "Plantae", true)]
    [InlineData("kingdom\nOenanthe crocatta,Animalia", null, false)]
    [InlineData("kingdom\nOenanthe crocatta,Animalia", "Plantae", false)]
    public async Task What_was_accepted_for_a_row_without_a_kingdom_is_of_the_kingdom_of_its_taxon(string rows, string? kingdom, bool isAccepted)
    {
        await Taxonomy.ImportTaxaAsync("name,rank,kingdom\nOenanthe crocata,species,Plantae\nNoctua pronuba,species,Animalia");

        await Taxonomy.ImportListFileAsync(
            Taxonomy.File($"name,{rows}\nNoctua pronuba,", "list.csv"), "Vermont",
            accepted: [new("Oenanthe crocatta", await TaxonAsync("Oenanthe crocata")) { Kingdom = kingdom }]);

        Assert.Equal(["Noctua pronuba", isAccepted ? "Oenanthe crocatta" : "(Oenanthe crocatta)"], await Taxonomy.ListedAsync("Vermont", 1));
    }

    private const string Homonyms = "name,rank,kingdom,family\nOenanthe,genus,Animalia,Muscicapidae\nOenanthe,genus,Plantae,Apiaceae\n";

    /// <summary>The keys of the names on the first version, each with the kingdom of its taxon.</summary>
    private async Task<string[]> KingdomsAsync()
    {
        await using var context = Taxonomy.Database.CreateDbContext();
        var tree = await TaxonTrees.LoadAsync(context, TestContext.Current.CancellationToken);
        var entries = await context.TaxaListEntries.OrderBy(entry => entry.NameKey).ToListAsync(TestContext.Current.CancellationToken);
        return [.. entries.Select(entry => $"{entry.NameKey}: {(entry.TaxonId is { } id && tree.AncestorAt(id, Rank.Kingdom) is { } kingdom ? tree[kingdom].Name : "")}")];
    }
}

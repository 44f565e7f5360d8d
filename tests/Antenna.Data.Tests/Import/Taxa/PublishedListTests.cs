using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>Lists as they were published.</summary>
public sealed class PublishedListTests(PostgresCluster cluster) : TaxaListImportBench(cluster)
{
    [Fact]
    public async Task The_list_of_Vermont_keeps_the_classes_of_the_reference_and_leaves_the_taxonomy_as_it_is()
    {
        var mapId = await StoreCategoryMapAsync(SharedData.File("trap-nights", "pipeline-results.json"));
        await Taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
        var before = await Taxonomy.TaxaAsync();

        var report = await Taxonomy.ImportListFileAsync(SharedData.File("checklists", "vermont-insects.csv"), "Vermont insects");

        // 5,902 different names, and 48 that only stand next to one as what it is accepted as.
        Assert.Equal((1, 5_950), (report.Version, report.NameCount));
        Assert.Equal((5_904, 0), (report.Count("lines").New, report.Count("lines").Skipped));
        Assert.Equal(before, await Taxonomy.TaxaAsync());

        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(
            SharedData.File("reference", "vermont-insects.kept.json"), TestContext.Current.CancellationToken));
        var kept = await KeptAsync(mapId);
        Assert.Equal(Indices("kept_taxa"), Enumerable.Range(0, kept.ClassCount).Where(kept.IsListed));
        Assert.Equal(Indices("not_a_taxon"), Enumerable.Range(0, kept.ClassCount).Where(kept.IsNotATaxon));

        var again = await Taxonomy.ImportListFileAsync(SharedData.File("checklists", "vermont-insects.csv"), "Vermont insects");
        Assert.True(again.NothingChanged);

        IEnumerable<int> Indices(string name) => reference.RootElement.GetProperty(name).EnumerateArray().Select(index => index.GetInt32());
    }

    [Fact]
    public async Task Common_names_of_an_archive_are_kept_with_its_taxa_and_by_no_list()
    {
        var folder = SharedData.Folder("checklists", "european-butterflies-dwc");

        var taxa = await Taxonomy.ImportTaxaFileAsync(folder);
        var again = await Taxonomy.ImportTaxaFileAsync(folder);
        var list = await Taxonomy.ImportListFileAsync(folder, "European butterflies");

        Assert.Equal((464, 0), (taxa.Count("common names").New, again.Count("common names").New));
        Assert.Contains(list.Findings, finding => finding.Message.Contains("keeps none of the 464 common names", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_raw_list_imports_as_it_was_published_and_its_dirt_is_reported()
    {
        await Taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
        var lines = new List<TaxaListLine>();

        var report = await Taxonomy.ImportListFileAsync(
            SharedData.File("checklists", "quebec-vermont-moths-raw.csv"), "Moths", lines: lines);

        Assert.Equal(
            [
                "Ancylis subaequana complex", "Ancylis spiraeifoliana complex", "Homochlodes fritillaria complex",
                "Probole alienaria-amicaria complex",
            ],
            lines.Where(line => ScientificName.Parse(line.Name).IsOpen).Select(line => line.Name));
        Assert.All(lines.Where(line => ScientificName.Parse(line.Name).IsOpen), line => Assert.Null(line.Taxon));
        Assert.Equal(["Idia concisa of authors"], lines.Where(line => line.Kind == NameMatchKind.NotListed).Select(line => line.Name));
        Assert.Equal(report.TaxonCount, lines.Select(line => line.Taxon).OfType<string>().Distinct().Count());
        Assert.Equal(lines.Count, report.Lines.Values.Sum());
    }

    private async Task<long> StoreCategoryMapAsync(string resultsPath)
    {
        await using var file = File.OpenRead(resultsPath);
        using var results = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        var labels = results.RootElement.GetProperty("algorithms").GetProperty("inat-insects-mobilenet-v2").GetProperty("category_map")
            .GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToList();

        await using var context = Taxonomy.Database.CreateDbContext();
        var map = new StoredCategoryMap { Hash = "any", ClassCount = labels.Count };
        context.CategoryMaps.Add(map);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        context.CategoryMapClasses.AddRange(labels.Select((label, index) => new StoredClass
        {
            CategoryMapId = map.Id,
            Index = index,
            Label = label,
            Meaning = NotATaxonLabels.Default.Contains(label) ? ClassMeaning.NotATaxon : ClassMeaning.Unresolved,
        }));
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return map.Id;
    }

    private async Task<KeptSet> KeptAsync(long categoryMapId)
    {
        await using var context = Taxonomy.Database.CreateDbContext();
        var version = await context.TaxaListVersions.SingleAsync(TestContext.Current.CancellationToken);
        var entries = await TaxaListContents.LoadAsync(context, version.Id, TestContext.Current.CancellationToken);
        var tree = await TaxonTrees.LoadAsync(context, TestContext.Current.CancellationToken);
        var map = await CategoryMaps.LoadAsync(context, categoryMapId, TestContext.Current.CancellationToken);
        return KeptSet.From(map, ListedTaxa.Of(tree, entries));
    }
}

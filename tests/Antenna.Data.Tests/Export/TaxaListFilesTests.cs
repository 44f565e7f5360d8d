using System.IO.Compression;
using System.Xml.Linq;
using Antenna.Data.Export;
using Antenna.Data.Tests.Import.Taxa;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Export;

public sealed class TaxaListFilesTests(PostgresCluster cluster) : TaxaListImportBench(cluster)
{
    private const string Everything = """
        name,author,rank,status,accepted_name,include_descendants,kingdom,order,genus,gbif_key,inat_id,taxon_key:eol,accepted_gbif_key
        Vanessa cardui,"(Linnaeus, 1758)",species,accepted,,,Animalia,Lepidoptera,Vanessa,1898286,48548,7,1898286
        Papilio cardui,"Linnaeus, 1758",,synonym,Vanessa cardui,,Animalia,Lepidoptera,Papilio,,,,
        Danaus,,genus,,,yes,Animalia,Lepidoptera,,,,,
        Oenanthe,,genus,,,,Animalia,,,,,,
        Oenanthe,,genus,,,,Plantae,,,,,,
        -Unknownia mira,,morphospecies,provisionally accepted,,,,,,,,,
        "Actias ""luna"", L.",,,,,,,,,,,,
        """;

    [Fact]
    public async Task What_is_exported_imports_again_to_the_same()
    {
        await Taxonomy.ImportTaxaAsync("name,rank,kingdom\nVanessa cardui,species,Animalia\nDanaus,genus,Animalia\n");
        await Taxonomy.ImportListAsync(Everything);

        await AssertSameAsync("Vermont");
    }

    [Theory]
    [InlineData("quebec-vermont-moths-raw.csv")]
    [InlineData("european-butterflies-dwc/taxon.csv")]
    public async Task A_published_list_comes_back_as_it_was(string file)
    {
        await Taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
        await Taxonomy.ImportListFileAsync(SharedData.File(["checklists", .. file.Split('/')]), "Vermont");

        await AssertSameAsync("Vermont");
    }

    [Fact]
    public async Task An_archive_has_as_many_columns_as_it_describes_and_a_row_for_each_name()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nVanessa cardui,species\n");
        await Taxonomy.ImportListAsync(Everything);
        var path = Taxonomy.File("", "list.zip");
        var size = await ExportAsync("Vermont", path, TaxaListFiles.WriteArchiveAsync);

        await using var zip = await ZipFile.OpenReadAsync(path, Token);
        var core = XDocument.Load(await zip.GetEntry("meta.xml")!.OpenAsync(Token)).Root!.Elements().Single();
        var terms = core.Elements().Where(element => element.Name.LocalName == "field").Select(element => element.Attribute("term")!.Value).ToList();
        using var reader = new StreamReader(await zip.GetEntry(core.Descendants().Single(element => element.Name.LocalName == "location").Value)!.OpenAsync(Token));
        var lines = (await reader.ReadToEndAsync(Token)).TrimEnd().Split("\r\n");

        Assert.Equal("http://rs.tdwg.org/dwc/terms/Taxon", core.Attribute("rowType")!.Value);
        Assert.Equal(lines[0].Split(','), terms.Select(term => term[(term.LastIndexOf('/') + 1)..]));
        Assert.Equal(size, lines.Length - 1);
    }

    [Fact]
    public async Task An_archive_says_what_it_is_by_the_list_its_version_and_who_saved_it()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nVanessa cardui,species\n");
        await Taxonomy.ImportListAsync("name\nVanessa cardui\n", "Moths & \"butterflies\" <Vermont>");
        var path = Taxonomy.File("", "list.zip");
        await ExportAsync("Moths & \"butterflies\" <Vermont>", path, TaxaListFiles.WriteArchiveAsync);

        await using var zip = await ZipFile.OpenReadAsync(path, Token);
        var named = XDocument.Load(await zip.GetEntry("meta.xml")!.OpenAsync(Token)).Root!.Attribute("metadata")!.Value;
        var dataset = XDocument.Load(await zip.GetEntry(named)!.OpenAsync(Token)).Root!.Element("dataset")!;

        Assert.Equal(["title", "creator", "pubDate", "language", "contact"], dataset.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("Moths & \"butterflies\" <Vermont>, version 1", dataset.Element("title")!.Value);
        Assert.All(["creator", "contact"], role => Assert.Equal(ImportedTaxonomy.Person, dataset.Element(role)!.Element("individualName")!.Element("surName")!.Value));
        var saved = (await Taxonomy.VersionsAsync())[0].CreatedAt;
        Assert.Equal(saved.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), dataset.Element("pubDate")!.Value);
        Assert.Contains(
            $"It is 'Moths & \"butterflies\" <Vermont>, version 1', by {ImportedTaxonomy.Person}.",
            string.Join(' ', (await Taxonomy.ImportListFileAsync(path, "Again")).Findings.Select(finding => finding.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_there_is_not_is_not_found()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nVanessa cardui,species\n");
        await Taxonomy.ImportListAsync("name\nVanessa cardui\n");

        Assert.Null(await new TaxaListExport(Taxonomy.Database.DataSource).OpenAsync(await ListIdAsync("Vermont"), 2, Token));
    }

    private async Task AssertSameAsync(string list)
    {
        var table = Taxonomy.File("", "exported.csv");
        var size = await ExportAsync(list, table, TaxaListFiles.WriteCsvAsync);
        var archive = Taxonomy.File("", "exported.zip");
        await ExportAsync(list, archive, TaxaListFiles.WriteArchiveAsync);

        foreach (var file in new[] { table, archive })
        {
            var report = await Taxonomy.ImportListFileAsync(file, list);
            Assert.True(report.NothingChanged, $"{Path.GetFileName(file)}: {string.Join(", ", report.Counts)}");
            Assert.Equal(size, report.NameCount);
        }
    }

    private async Task<long> ExportAsync(string list, string path, Func<TaxaListExtract, Stream, IProgress<ExportProgress>?, CancellationToken, Task> write)
    {
        await using var extract = (await new TaxaListExport(Taxonomy.Database.DataSource).OpenAsync(await ListIdAsync(list), null, Token))!;
        await using var file = File.Create(path);
        await write(extract, file, null, Token);
        return extract.Size;
    }

    private async Task<long> ListIdAsync(string name)
    {
        await using var context = Taxonomy.Database.CreateDbContext();
        return await context.TaxaLists.Where(list => list.Name == name).Select(list => list.Id).SingleAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

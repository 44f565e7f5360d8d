using Antenna.Data.Export;
using Antenna.Data.ImportJobs;
using Antenna.Data.Tables;
using Xunit;
using static Antenna.Data.Tests.Import.Tables.ArchiveFile;

namespace Antenna.Data.Tests.Import.Tables;

public sealed class FoundFileTests : IDisposable
{
    private static readonly string Taxa = Table("core", "Taxon", "taxon.csv", 0, Field(1, "scientificName"));

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"antenna-{Guid.NewGuid():N}.zip");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public Task An_archive_of_taxa_is_a_list_with_a_description_or_without() => FoundAsync(
        FoundFileKind.TaxaList,
        ([Taxa], [("taxon.csv", "1,Vanessa cardui\n")]),
        ([], [("Taxon.csv", "taxonID,scientificName\n1,Vanessa cardui\n")]),
        ([], [("checklist/META.XML", $"<archive>{Taxa}</archive>"), ("checklist/taxon.csv", "1,Vanessa cardui\n")]));

    [Fact]
    public Task An_archive_of_occurrences_is_identifications() => FoundAsync(
        FoundFileKind.Identifications,
        ([Table("core", "Occurrence", "occurrence.csv", 0)], [("occurrence.csv", "")]),
        ([Table("core", "Event", "event.csv", 0), Table("extension", "Occurrence", "occurrence.csv", 0)], [("event.csv", ""), ("occurrence.csv", ""), ("observations.csv", "")]));

    [Fact]
    public Task A_Camtrap_DP_package_is_one() => FoundAsync(FoundFileKind.CamtrapDp, ([], [("DataPackage.json", "{}")]), ([], [("observations.csv", "")]));

    [Fact]
    public Task Another_zip_or_an_archive_of_something_else_is_not_known() => FoundAsync(
        FoundFileKind.Unknown,
        ([], [("moths.csv", "name\nVanessa cardui\n")]),
        ([Table("core", "Event", "event.csv", 0)], [("event.csv", "")]),
        ([], [("meta.xml", "<archive")]));

    [Theory]
    [InlineData("captures.csv", "id,path,timestamp,width,height,deployment\n1,1.jpg,2024-06-01T22:00:00,640,480,Meadow\n", FoundFileKind.Captures)]
    [InlineData("deployments.csv", "deploymentID,locationName,latitude,longitude\nd,Wood,1,2\n", FoundFileKind.CamtrapDp)]
    [InlineData("identifications.csv", "crop,scientific_name\n1.jpg,Actias luna\n", FoundFileKind.Identifications)]
    [InlineData("taxa.csv", "name,rank,kingdom,family,genus\nActias luna,species,Animalia,Saturniidae,Actias\n", FoundFileKind.Taxa)]
    [InlineData("list.csv", "name,author,rank,status,accepted_name,include_descendants,kingdom,family,genus\nActias luna,,species,,,,Animalia,Saturniidae,Actias\n", FoundFileKind.TaxaList)]
    [InlineData("names.txt", "Actias luna\nVanessa cardui\n", FoundFileKind.TaxaList)]
    [InlineData("results.json", "{\"algorithms\": {}}", FoundFileKind.PipelineResults)]
    public async Task A_file_is_what_its_beginning_says(string name, string content, FoundFileKind kind)
    {
        await File.WriteAllTextAsync(_path, content, Token);

        Assert.Equal((kind, name), ((await FoundFile.LookAsync(_path, Token)).Kind, name));
    }

    [Theory]
    [InlineData("id;path;timestamp\n1;1.jpg;2024-06-01T22:00:00\n", null)]
    [InlineData("crop;Art;comment\n1.jpg;Actias luna;tails\n", 1)]
    [InlineData("crop;comment\n1.jpg;tails\n", null)]
    public async Task How_a_table_of_captures_or_identifications_is_read_is_found_for_a_person_to_change(string content, int? nameColumn)
    {
        await File.WriteAllTextAsync(_path, content, Token);

        var table = (await FoundFile.LookAsync(_path, Token)).Table!;

        Assert.Equal((';', "utf-8", nameColumn), (table.Separator, table.Encoding, table.NameColumn));
    }

    [Fact]
    public async Task What_is_handed_on_to_be_read_is_nothing_to_be_imported()
    {
        foreach (var (header, kind) in new (IReadOnlyList<string>, FoundFileKind)[]
                 {
                     (OwnTables.MatchingReport, FoundFileKind.MatchingReport), (OwnTables.RunEffects, FoundFileKind.HandedOn),
                     (OwnTables.RunLog, FoundFileKind.HandedOn), (OwnTables.Evaluation, FoundFileKind.HandedOn), (OccurrenceCsv.Header, FoundFileKind.Identifications),
                 })
        {
            File.Delete(_path);
            await using (var file = File.Create(_path))
            await using (var table = new TableWriter(file, header, forSpreadsheets: true))
            {
                foreach (var column in header)
                    table.Text(column);
                await table.EndRowAsync(Token);
                await table.FlushAsync(Token);
            }

            Assert.Equal(kind, (await FoundFile.LookAsync(_path, Token)).Kind);
        }
    }

    private async Task FoundAsync(FoundFileKind kind, params (string[] Tables, (string Name, string Content)[] Files)[] archives)
    {
        foreach (var (tables, files) in archives)
        {
            File.Delete(_path);
            Write(_path, tables, files);

            Assert.Equal(kind, (await FoundFile.LookAsync(_path, Token)).Kind);
        }
    }
}

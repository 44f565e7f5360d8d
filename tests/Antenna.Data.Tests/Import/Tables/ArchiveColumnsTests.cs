using Antenna.Data.Import.Tables;
using Xunit;
using static Antenna.Data.Tests.Import.Tables.ArchiveFile;

namespace Antenna.Data.Tests.Import.Tables;

public sealed class ArchiveColumnsTests : IDisposable
{
    private const string Taxa = "1,x:10,Vanessa cardui,,accepted\n2,x:11,Papilio cardui,x:10,synonym\n3,x:1,Apatura iris,,\n";

    private static readonly string Core = Table(
        "core", "Taxon", "taxon.csv", 0, Field(1, "taxonID"), Field(2, "scientificName"), Field(3, "acceptedNameUsageID"), Field(4, "taxonomicStatus", "doubtful"));

    private static readonly string Distribution = Table(
        "extension", "Distribution", "distribution.csv", 0, Field(1, "countryCode", "FR"), Field(2, "occurrenceStatus", "migrant"));

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"antenna-{Guid.NewGuid():N}.zip");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task An_extension_refers_to_the_cores_id_and_an_accepted_name_to_a_taxons_id()
    {
        Write(_path, [Core, Distribution], ("taxon.csv", Taxa), ("distribution.csv", "1,GB,present\n"));

        Assert.Equal(
            ["Vanessa cardui, , present", "Papilio cardui, Vanessa cardui, present", "Apatura iris, , no record there"],
            await ReadAsync(new() { Place = "GB" }, "scientificName", "acceptedNameUsage", "occurrenceStatus"));
    }

    [Fact]
    public async Task An_accepted_name_that_no_taxon_has_the_id_of_is_found_by_the_cores_id()
    {
        Write(_path, [Core, Distribution], ("taxon.csv", Taxa.Replace(",x:10,synonym", ",1,synonym", StringComparison.Ordinal)), ("distribution.csv", "1,GB,present\n"));

        Assert.Contains("Papilio cardui, Vanessa cardui, present", await ReadAsync(new() { Place = "GB" }, "scientificName", "acceptedNameUsage", "occurrenceStatus"));
    }

    [Fact]
    public async Task An_empty_cell_has_what_the_description_gives_for_its_column()
    {
        Write(_path, [Core, Distribution], ("taxon.csv", Taxa), ("distribution.csv", "1,,\n2,FR,present\n3,GB,present\n"));

        Assert.Equal(
            ["Vanessa cardui, accepted, migrant", "Papilio cardui, synonym, present", "Apatura iris, doubtful, no record there"],
            await ReadAsync(new() { Place = "FR" }, "scientificName", "taxonomicStatus", "occurrenceStatus"));
    }

    private async Task<List<string>> ReadAsync(TableReading reading, params string[] headers)
    {
        await using var table = await ImportTable.OpenTaxaAsync(_path, reading, Token);
        var rows = new List<string>();
        while (await table.ReadAsync(Token))
            rows.Add(string.Join(", ", headers.Select(header => table.Text(new(table.Headers.Index().Single(each => each.Item == header).Index, header)))));
        return rows;
    }
}

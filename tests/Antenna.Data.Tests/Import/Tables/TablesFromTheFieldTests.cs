using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Tests.Import.Taxa;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import.Tables;

/// <summary>Lists as curators have them, imported as they are, with what becomes of each of their lines.</summary>
public sealed class TablesFromTheFieldTests(PostgresCluster cluster, ITestOutputHelper log) : IAsyncLifetime
{
    private ImportedTaxonomy _taxonomy = null!;

    public async ValueTask InitializeAsync()
    {
        _taxonomy = await ImportedTaxonomy.CreateAsync(cluster);
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
    }

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    [Fact]
    public async Task Small_files_from_the_field_are_read_as_a_person_reads_them()
    {
        string[] expected =
        [
            "tables/dup-columns.csv: header 1, exact 1",
            "tables/excel-float-keys.csv: header 1, exact 2",
            "tables/genus-epithet.csv: header 1, exact 3",
            "tables/occurrence-status.csv: header 1, exact 2, not listed 1",
            "tables/r-write-table.csv: header 1, exact 2",
            "tables/title-above.csv: header 1, above the header 1, exact 1",
            "tables/tsv-open-quote.tsv: header 1, exact 3",
            "tables/tsv-stray-quote.tsv: header 1, exact 3",
            "plain-names/birdnet-labels.txt: exact 3",
            "plain-names/header-author-comma.csv: header 1, exact 3",
            "plain-names/names.txt: exact 4",
            "plain-names/numbered.txt: exact 4",
        ];

        var read = new List<string>();
        foreach (var file in expected.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]))
            read.Add($"{file}: {await ReadAsync(SharedData.File(["cases", "field", .. file.Split('/')]))}");

        Assert.Equal(expected, read);
    }

    [Fact]
    public async Task Published_checklists_come_in_as_they_are_and_every_line_is_accounted_for()
    {
        string[] expected =
        [
            "vermont-butterflies-names.txt: exact 72, suggestion 8, unmatched 40",
            "vermont-insects.csv: header 1, exact 545, synonym 15, suggestion 466, unmatched 4878",
            "quebec-vermont-moths-raw.csv: header 1, exact 254, suggestion 89, higher rank 1, not listed 1, unmatched 2906",
            "european-butterflies-dwc/taxon.csv: header 1, exact 43, suggestion 17, unmatched 436",
            "world-odonata-dwca/taxon.txt: header 1, exact 218, suggestion 946, not listed 79, unmatched 10014",
        ];

        var read = new List<string>();
        foreach (var file in expected.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]))
            read.Add($"{file}: {await ReadAsync(SharedData.File(["checklists", .. file.Split('/')]))}");

        Assert.Equal(expected, read);
    }

    [Fact]
    public async Task Published_archives_come_in_whole_or_for_a_place_and_every_line_is_accounted_for()
    {
        string[] expected =
        [
            "world-odonata-dwca: header 1, exact 218, synonym 397, suggestion 811, not listed 79, unmatched 9752",
            "european-butterflies-dwc: header 1, exact 43, suggestion 17, unmatched 436",
            "european-butterflies-dwc@United Kingdom: header 1, exact 33, suggestion 2, not listed 426, unmatched 35",
            "european-butterflies-dwc@GB|present: header 1, exact 26, suggestion 1, not listed 439, unmatched 30",
            "european-butterflies-dwc@Italy: header 1, exact 40, suggestion 9, not listed 225, unmatched 222",
        ];

        var read = new List<string>();
        foreach (var file in expected.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]))
        {
            var parts = file.Split('@', '|');
            var reading = new TableReading { Place = parts.ElementAtOrDefault(1), Occurrence = parts.Length > 2 ? new(parts[2..]) : null };
            read.Add($"{file}: {await ReadAsync(SharedData.Folder("checklists", parts[0]), reading)}");
        }

        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("utf-8", "\n")]
    [InlineData("utf-16", "\r\n")]
    [InlineData("utf-16be", "\n")]
    [InlineData("windows-1252", "\r\n")]
    [InlineData("macintosh", "\r")]
    public async Task One_list_in_any_encoding_and_with_any_line_ends_is_the_same_list(string encoding, string lineEnd)
    {
        var path = _taxonomy.File("");
        var content = "Wissenschaftlicher Name;Autor;Anmerkung\nVanessa cardui;Müller;\"zwei\nZeilen\"\n\nPieris rapae;Hübner;größer\n".Replace("\n", lineEnd, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(path, TextEncodings.Parse(encoding).GetBytes(content), TestContext.Current.CancellationToken);

        var report = await _taxonomy.ImportListFileAsync(path, encoding);

        Assert.Equal(["Pieris rapae", "Vanessa cardui"], await _taxonomy.ListedAsync(encoding, 1));
        Assert.Equal(
            $"Read as {TextEncodings.DisplayName(TextEncodings.Parse(encoding))} (detected), fields separated by semicolons, header in line 1.", report.Findings[0].Message);
        Assert.Equal([new(PassedLineKind.Header, 1), new(PassedLineKind.Empty, 1)], report.WithoutName.OrderBy(line => line.Key));
    }

    private async Task<string> ReadAsync(string path, TableReading? reading = null)
    {
        var withoutName = new List<LineWithoutName>();
        var lines = new List<TaxaListLine>();
        var report = await _taxonomy.ImportListFileAsync(path, path, ImportMode.CheckOnly, lines, reading: reading, withoutName: withoutName);
        Assert.Equal(lines.Count, report.Lines.Values.Sum());
        Assert.Equal(withoutName.Count, report.WithoutName.Values.Sum());
        var counts = string.Join(
            ", ",
            report.WithoutName.OrderBy(line => line.Key).Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Key.DisplayName()} {line.Value}"))
                .Concat(report.Lines.OrderBy(line => line.Key).Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Key.DisplayName()} {line.Value}"))));
        log.WriteLine($"{Path.GetFileName(path)}: {counts}");
        return counts;
    }
}

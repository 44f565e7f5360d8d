using System.Text;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;
using Xunit;

namespace Antenna.Data.Tests.Import.Tables;

/// <summary>Tables of names as people save them, read without a database.</summary>
public sealed class TableLayoutTests : IDisposable
{
    private const string Accents = "name,author\nBoloria thoré,\"(Hübner, 1803)\"\nAëdes testus,Müller\n";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    public static TheoryData<string, byte[]> Encoded { get; } = new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Accents) },
        { "UTF-8", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Accents)] },
        { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Accents)] },
        { "UTF-16", Encoding.Unicode.GetBytes(Accents) },
        { "UTF-16, big-endian", Encoding.BigEndianUnicode.GetBytes(Accents) },
        { "Windows-1252", TextEncodings.Windows1252.GetBytes(Accents) },
        { "MacRoman", TextEncodings.MacRoman.GetBytes(Accents) },
        { "Windows-1252", TextEncodings.Windows1252.GetBytes("name,author\nAus × bus,Müller\nAus ×cus,L.\n") },
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public async Task The_encoding_is_detected_and_said(string encoding, byte[] content)
    {
        var (rows, layout) = await ReadAsync(content);

        Assert.StartsWith($"Read as {encoding} (detected), fields separated by commas, header in line 1.", layout.Describe(isChosen: false), StringComparison.Ordinal);
        Assert.Contains("Müller", rows.SelectMany(row => row));
    }

    [Fact]
    public async Task An_encoding_that_is_chosen_counts()
    {
        var (rows, _) = await ReadAsync(TextEncodings.MacRoman.GetBytes(Accents), new() { Encoding = "windows-1252" });

        Assert.Equal("MŸller", rows[1][1]);
    }

    [Theory]
    [InlineData("name,rank\nA b,species\nA c,genus\n")]
    [InlineData("name;rank\nA b;species\nA c;genus\n")]
    [InlineData("name\trank\nA b\tspecies\nA c\tgenus\n")]
    [InlineData("name|rank\nA b|species\nA c|genus\n")]
    [InlineData("sep=;\r\nname;rank\r\nA b;species\r\nA c;genus")]
    [InlineData("name,rank\rA b,species\rA c,genus\r")]
    [InlineData("name\trank\rA b\tspecies\r\rA c\tgenus\r")]
    [InlineData("Moths of the park,\n\nname,rank\nA b,species\nA c,genus\n")]
    [InlineData("\"name\",\"rank\"\r\n\"A b\",\"species\"\r\n\"A c\",\"genus\"\r\n")]
    public async Task Separators_line_ends_and_titles_are_recognised(string content)
    {
        var (rows, layout) = await ReadAsync(Encoding.UTF8.GetBytes(content));

        Assert.Equal(["name", "rank"], layout.Headers);
        Assert.Equal([["A b", "species"], ["A c", "genus"]], rows);
    }

    [Theory]
    [InlineData("id,name,note\n1,A b,\"two\nlines\"\n2,A c,\n", 4)]
    [InlineData("id\tname\tnote\n1\tA b\t\"two\nlines\"\n2\tA c\t\n", 4)]
    [InlineData("name\n\"A b\"\n\nA c\n", 4)]
    public async Task A_quoted_line_break_ends_no_row_and_lines_are_counted_as_a_person_does(string content, long lastLine)
    {
        await File.WriteAllTextAsync(_path, content, Token);
        await using var table = await ImportTable.OpenTaxaAsync(_path, TableReading.Detected, Token);
        var columns = NameColumns.Find(table, null);
        var names = new List<string?>();
        long? line = 0;
        while (await table.ReadAsync(Token))
        {
            names.Add(table.Text(columns.Name));
            line = table.Place().Line;
        }

        Assert.Equal(["A b", "A c"], names);
        Assert.Equal(lastLine, line);
    }

    [Theory]
    [InlineData("Vanessa cardui (Linnaeus, 1758)\nPieris rapae\n", "Vanessa cardui (Linnaeus, 1758)")]
    [InlineData("scientificName\nVanessa cardui (Linnaeus, 1758)\nPieris rapae\n", "Vanessa cardui (Linnaeus, 1758)")]
    [InlineData("1. Vanessa cardui\n2) Pieris rapae", "Vanessa cardui")]
    [InlineData("- Vanessa cardui\n• Pieris rapae", "Vanessa cardui")]
    [InlineData("Vanessa cardui_Painted Lady\nPieris rapae_Small White", "Vanessa cardui")]
    [InlineData("Vanessa_cardui\nPieris_rapae", "Vanessa_cardui")]
    public async Task One_name_a_line_is_read_as_names(string content, string first)
    {
        var (rows, layout) = await ReadAsync(Encoding.UTF8.GetBytes(content));

        Assert.Null(layout.Separator);
        Assert.Equal(2, rows.Count);
        Assert.Equal(first, rows[0][0]);
    }

    [Theory]
    [InlineData("id,genus,species\n1,Vanessa,cardui\n2,Pieris,rapae\n", "species with genus")]
    [InlineData("genus,specificEpithet,infraspecificEpithet\nVanessa,cardui,\nPieris,rapae,\n", "specificEpithet with genus")]
    [InlineData("Art;Familie\nVanessa cardui;Nymphalidae\nPieris rapae;Pieridae\n", "Art by content")]
    [InlineData("x;Vanessa cardui\ny;Pieris rapae\n", "column 2 by content")]
    [InlineData("id,species_guess,scientific_name,common_name,taxon_id,iconic_taxon_name\n7,lady,Vanessa cardui,Painted Lady,48548,Insecta\n8,x,Pieris rapae,Y,2,Insecta\n", "scientific_name")]
    public async Task The_column_of_names_is_found_by_its_header_or_by_what_it_holds(string content, string found)
    {
        await File.WriteAllTextAsync(_path, content, Token);
        await using var table = await ImportTable.OpenTaxaAsync(_path, TableReading.Detected, Token);

        var columns = NameColumns.Find(table, null);

        var genus = columns.Genus is null ? "" : $" with {columns.Genus.Header}";
        Assert.Equal(found, $"{columns.Name.Header}{genus}{(columns.Choice is NameColumnChoice.ByContent ? " by content" : "")}");
    }

    [Theory]
    [InlineData("%PDF-1.7\n", "is a PDF document")]
    [InlineData("{\"a\": 1}", "is JSON")]
    [InlineData("<!DOCTYPE html><html>", "is XML or a web page")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1", "is an Excel workbook of the format before 2007")]
    [InlineData("PK\u0003\u0004", "is a zip archive")]
    public async Task What_is_no_text_is_refused_as_what_it_is(string content, string message)
    {
        await File.WriteAllBytesAsync(_path, Encoding.Latin1.GetBytes(content), Token);

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ImportTable.OpenAsync(_path, Token));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<(List<string[]> Rows, TableLayout Layout)> ReadAsync(byte[] content, TableReading? reading = null)
    {
        await File.WriteAllBytesAsync(_path, content, Token);
        var source = TableSource.OfFile(_path);
        var layout = await TableLayout.DetectAsync(source, reading ?? TableReading.Detected, isOfTaxa: true, Token);
        await using var rows = ImportTable.RowsOf(source, layout);
        var read = new List<string[]>();
        while (await rows.ReadAsync(Token))
        {
            if (rows.Passed is null)
                read.Add([.. layout.Headers.Select((_, index) => rows.Field(index))]);
        }

        return (read, layout);
    }
}

using System.Text;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Xunit;

namespace Antenna.Data.Tests.Import.Tables;

public sealed class WorkbookTests : IDisposable
{
    private static readonly object?[] Header = ["scientificName", "gbif_key", "code", "seen", "note"];

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"antenna-{Guid.NewGuid():N}.xlsx");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Cells_are_read_as_what_a_person_sees_in_them()
    {
        new WorkbookFile().Sheet(
            "Moths",
            Header,
            ["Vanessa cardui", 1898286.0, 42, new DateTime(2024, 6, 1), "a\tb \"c"],
            ["Vanessa atalanta", 1.25, 7, new DateTime(2024, 6, 1, 22, 30, 0), true]).Write(_path);

        var (rows, table) = await ReadAsync();

        Assert.Equal(
            ["Vanessa cardui;1898286;000042;2024-06-01;a b \"c", "Vanessa atalanta;1.25;000007;2024-06-01T22:30:00;true"],
            rows.Select(row => row.Text));
        Assert.Equal("Read as an Excel workbook, sheet 'Moths' (the only one), header in row 1.", table.Reading);
    }

    [Fact]
    public async Task Rows_have_the_numbers_that_a_spreadsheet_shows()
    {
        new WorkbookFile().Sheet("Moths", ["Moths of Vermont"], [], ["species", "family"], ["Vanessa cardui", "Nymphalidae"], [], ["Vanessa atalanta", "Nymphalidae"], [" "], [" "]).Write(_path);

        var (rows, table) = await ReadAsync();

        Assert.Equal([(4L, "Vanessa cardui;Nymphalidae"), (6L, "Vanessa atalanta;Nymphalidae")], rows);
        Assert.EndsWith("header in row 3.", table.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Moths")]
    [InlineData("beetles", "Beetles")]
    [InlineData("4", "Beetles")]
    [InlineData("Secret", "Secret")]
    public async Task The_first_visible_sheet_that_holds_anything_is_read_unless_one_is_chosen(string? chosen, string read)
    {
        new WorkbookFile().Hidden("Secret", ["name"], ["Secret"]).Sheet("Empty").Sheet("Moths", ["name"], ["Moths"]).Sheet("Beetles", ["name"], ["Beetles"]).Write(_path);

        var (rows, table) = await ReadAsync(new() { Sheet = chosen });

        Assert.Equal(read, Assert.Single(rows).Text);
        Assert.Equal(["Secret", "Empty", "Moths", "Beetles"], table.Shape.Sheets);
        Assert.Equal(read, table.Shape.Sheet);
    }

    [Theory]
    [InlineData("Bees", "has no sheet 'Bees'. There are: Moths, Empty")]
    [InlineData("Empty", "has nothing in its sheet 'Empty'")]
    public async Task A_sheet_that_cannot_be_read_is_refused_with_those_that_there_are(string chosen, string message)
    {
        new WorkbookFile().Sheet("Moths", ["name"], ["Vanessa cardui"]).Sheet("Empty").Write(_path);

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync(new() { Sheet = chosen }));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_column_without_a_header_is_names()
    {
        new WorkbookFile().Sheet("Moths", ["1. Vanessa cardui_Painted Lady"], ["2. Vanessa atalanta, (Linnaeus, 1758)"]).Write(_path);

        var (rows, _) = await ReadAsync();

        Assert.Equal([(1L, "Vanessa cardui;Painted Lady"), (2L, "Vanessa atalanta, (Linnaeus, 1758);")], rows);
    }

    [Fact]
    public async Task A_workbook_that_unpacks_to_more_than_is_held_is_refused_before_it_is_read()
    {
        new WorkbookFile { Padding = Workbook.LargestHeld + 1 }.Sheet("Moths", ["name"], ["Vanessa cardui"]).Write(_path);
        Assert.True(new FileInfo(_path).Length < 1 << 20);

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync());

        Assert.Contains("unpacks to 128 MB", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/sharedStrings.bin", true)]
    [InlineData("xl/worksheets/sheet9.bin", true)]
    [InlineData("xl/media/moth.png", false)]
    public async Task Whatever_is_no_sheet_and_no_picture_counts_as_held(string name, bool isHeld)
    {
        new WorkbookFile { Others = [(name, Workbook.LargestHeld + 1)] }.Sheet("Moths", ["name"], ["Vanessa cardui"]).Write(_path);

        var refused = await Record.ExceptionAsync(() => ReadAsync());

        Assert.Equal(isHeld, refused is ImportRefusedException && refused.Message.Contains("unpacks to 128 MB", StringComparison.Ordinal));
    }

    /// <summary>Whatever a relationship names, from wherever: a reader holds what it takes for texts, styles or the workbook itself.</summary>
    [Theory]
    [InlineData("sharedStrings", "media/moth.xml", null, "xl/media/moth.xml", true)]
    [InlineData("sharedStrings", "/xl/media/moth.png", null, "xl/media/moth.png", true)]
    [InlineData("styles", "MEDIA/Moth.bin", null, "xl/media/moth.bin", true)]
    [InlineData("worksheet", "media/moth.xml", null, "xl/media/moth.xml", true)]
    [InlineData("sharedStrings", "worksheets/sheet9.xml", null, "xl/worksheets/sheet9.xml", true)]
    [InlineData("styles", "/xl/worksheets/sheet9.xml", "xl/media/_rels/book.xml.rels", "xl/worksheets/sheet9.xml", true)]
    [InlineData("officeDocument", "xl/media/book.xml", "_rels/.rels", "xl/media/book.xml", true)]
    [InlineData("officeDocument", "xl/media/book.xml", "_rels/.rels", "xl/media/_rels/book.xml.rels", true)]
    [InlineData("image", "../media/moth.png", "xl/drawings/_rels/drawing1.xml.rels", "xl/media/moth.png", false)]
    [InlineData("worksheet", "worksheets/sheet9.xml", null, "xl/worksheets/sheet9.xml", false)]
    public async Task What_relationships_name_counts_as_held_wherever_it_lies(string type, string target, string? of, string name, bool isHeld)
    {
        new WorkbookFile { Filling = "<row/>", Relationships = [(type, target, of)], Others = [(name, Workbook.LargestHeld + 1)] }.Sheet("Moths", ["name"], ["Vanessa cardui"]).Write(_path);
        Assert.True(new FileInfo(_path).Length < 4 << 20);

        var refused = await Record.ExceptionAsync(() => ReadAsync());

        Assert.Equal(isHeld, refused is ImportRefusedException && refused.Message.Contains("unpacks to 128 MB", StringComparison.Ordinal));
        Assert.True(isHeld || refused is null, refused?.Message);
    }

    [Fact]
    public async Task A_sheet_with_only_a_line_for_a_spreadsheet_is_empty()
    {
        new WorkbookFile().Sheet("Moths", ["sep=;"]).Write(_path);

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync());

        Assert.Contains("has nothing in its sheet 'Moths'; expected a header and rows.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<row r=\"1\"><c/></row><row><c/></row>", true)]
    [InlineData("<x:row/>0123456789<x:row />0123456789", true)]
    [InlineData("<row>0123456789012345678901234567</row>", false)]
    [InlineData("<rows>0123456789</rows><row>", false)]
    [InlineData("<row><![CDATA[<row>", false)]
    public void A_sheet_is_looked_through_for_rows_that_hold_too_much(string xml, bool isReadable) =>
        Assert.Equal(isReadable, SheetScan.HasRowsUpTo(new MemoryStream(Encoding.UTF8.GetBytes(xml)), 22, Token));

    [Fact]
    public async Task A_large_sheet_that_is_no_rows_is_refused()
    {
        new WorkbookFile { Others = [("xl/worksheets/sheet9.xml", Workbook.LargestHeld + 1)] }.Sheet("Moths", ["name"], ["Vanessa cardui"]).Write(_path);

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync());

        Assert.Contains("unpacks to 128 MB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opening_is_canceled_in_the_middle_of_what_the_library_reads()
    {
        new WorkbookFile().Sheet("Moths", [.. Enumerable.Range(0, 20_000).Select(i => new object?[] { $"Vanessa cardui{i}" })]).Write(_path);
        using var cancellation = new CancellationTokenSource();
        var source = new TableSource("moths.xlsx", () => new CancelingFile(_path, cancellation), 0);

        Assert.Throws<OperationCanceledException>(() => Workbook.Open(source, TableReading.Detected, isOfTaxa: true, cancellation.Token));
    }

    [Fact]
    public async Task A_workbook_cut_off_or_damaged_is_refused_as_broken_and_never_by_the_librarys_words()
    {
        new WorkbookFile().Sheet("Moths", [.. Enumerable.Range(0, 200).Select(i => new object?[] { $"Vanessa cardui{i}", i * 1.5 })]).Write(_path);
        var whole = await File.ReadAllBytesAsync(_path, Token);
        for (var i = 0; i < 400; i++)
        {
            var bytes = whole.ToArray();
            if (i % 2 == 0)
                bytes = bytes[..(bytes.Length * i / 400)];
            else
                bytes.AsSpan(bytes.Length * i / 400, 8).Fill((byte)(i * 37));
            await File.WriteAllBytesAsync(_path, bytes, Token);

            // What is damaged may still be read; nothing else may come of it.
            if (await Record.ExceptionAsync(() => ReadAsync()) is { } exception)
                Assert.IsType<ImportRefusedException>(exception);
        }
    }

    [Theory]
    [InlineData("EncryptedPackage", "that a password protects")]
    [InlineData("Workbook", "of the format before 2007")]
    public async Task Old_and_protected_workbooks_are_refused_as_what_they_are(string stream, string message)
    {
        byte[] content = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[70_000], .. Encoding.Unicode.GetBytes(stream)];
        await File.WriteAllBytesAsync(_path, content, Token);

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync());

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private async Task<(List<(long Line, string Text)> Rows, (string Reading, TableShape Shape) Table)> ReadAsync(TableReading? reading = null)
    {
        await using var table = await ImportTable.OpenTaxaAsync(_path, reading ?? TableReading.Detected, Token);
        var rows = new List<(long, string)>();
        while (await table.ReadAsync(Token))
            rows.Add((table.Place().Line!.Value, string.Join(';', table.Headers.Select((header, index) => table.Text(new(index, header))))));
        return (rows, (table.Reading, table.ShapeWith(null)));
    }

    /// <summary>Cancels once the first tenth of it is read, as a person does while it is being read.</summary>
    private sealed class CancelingFile(string path, CancellationTokenSource cancellation) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
    {
        private long _read;

        public override int Read(Span<byte> buffer)
        {
            var count = base.Read(buffer[..Math.Min(buffer.Length, 512)]);
            if ((_read += count) > Length / 10)
                cancellation.Cancel();
            return count;
        }
    }
}

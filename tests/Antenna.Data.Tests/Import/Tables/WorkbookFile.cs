using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Antenna.Data.Tests.Import.Tables;

/// <summary>Writes an Excel workbook as spreadsheets do: texts apart, numbers plain, dates as numbers with a style.</summary>
internal sealed class WorkbookFile
{
    private readonly List<(string Name, bool IsHidden, object?[][] Rows)> _sheets = [];
    private readonly List<string> _texts = [];

    /// <summary>The size that the directory gives the first sheet besides what is in it: rows of nothing.</summary>
    public long Padding { get; init; }

    /// <summary>Relationships besides those of every workbook: of the workbook, unless another part is named.</summary>
    public IReadOnlyList<(string Type, string Target, string? Of)> Relationships { get; init; } = [];

    /// <summary>What the entries besides those of every workbook are filled with.</summary>
    public string Filling { get; init; } = " ";

    /// <summary>Entries besides those of every workbook, each with at least so many bytes in it.</summary>
    public IReadOnlyList<(string Name, long Length)> Others { get; init; } = [];

    public WorkbookFile Sheet(string name, params object?[][] rows)
    {
        _sheets.Add((name, false, rows));
        return this;
    }

    public WorkbookFile Hidden(string name, params object?[][] rows)
    {
        _sheets.Add((name, true, rows));
        return this;
    }

    public void Write(string path)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        var sheets = _sheets.Select(sheet => SheetXml(sheet.Rows)).ToList();
        Add(archive, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        Add(archive, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}/relationships\"><sheets>{string.Concat(_sheets.Select((sheet, index) =>
            $"<sheet name=\"{sheet.Name}\" sheetId=\"{index + 1}\" r:id=\"rId{index + 1}\"{(sheet.IsHidden ? " state=\"hidden\"" : "")}/>"))}</sheets></workbook>");
        Add(archive, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(_sheets.Select((_, index) =>
            $"<Relationship Id=\"rId{index + 1}\" Type=\"{Office}/relationships/worksheet\" Target=\"worksheets/sheet{index + 1}.xml\"/>"))}<Relationship Id=\"rIdS\" Type=\"{Office}/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rIdT\" Type=\"{Office}/relationships/styles\" Target=\"styles.xml\"/>{Relations(null)}</Relationships>");
        foreach (var part in Relationships.Select(each => each.Of).OfType<string>().Distinct())
            Add(archive, part, $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{Relations(part)}</Relationships>");
        Add(archive, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"000000\"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"170\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
        Add(archive, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(_texts.Select(text => $"<si><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></si>"))}{new string(' ', (int)Padding)}</sst>");
        foreach (var (index, xml) in sheets.Index())
            Add(archive, $"xl/worksheets/sheet{index + 1}.xml", xml);
        foreach (var (name, length) in Others)
            Fill(archive, name, length);
    }

    private string Relations(string? of) => string.Concat(Relationships.Index().Where(each => each.Item.Of == of).Select(each =>
        $"<Relationship Id=\"rIdO{each.Index}\" Type=\"{Office}/relationships/{each.Item.Type}\" Target=\"{each.Item.Target}\"/>"));

    private void Fill(ZipArchive archive, string name, long length)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Filling, 100_000 / Filling.Length)));
        using var stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
        for (long written = 0; written < length; written += block.Length)
            stream.Write(block);
    }

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006";

    private string SheetXml(object?[][] rows) => $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(rows.Select((row, index) =>
        row.Length == 0 ? "" : $"<row r=\"{index + 1}\">{string.Concat(row.Select((cell, column) => Cell($"{(char)('A' + column)}{index + 1}", cell)))}</row>"))}</sheetData></worksheet>";

    private string Cell(string reference, object? value) => value switch
    {
        null => "",
        string text => $"<c r=\"{reference}\" t=\"s\"><v>{SharedText(text)}</v></c>",
        bool truth => $"<c r=\"{reference}\" t=\"b\"><v>{(truth ? 1 : 0)}</v></c>",
        DateTime time => $"<c r=\"{reference}\" s=\"1\"><v>{time.ToOADate().ToString("R", CultureInfo.InvariantCulture)}</v></c>",
        int padded => $"<c r=\"{reference}\" s=\"2\"><v>{padded}</v></c>",
        IFormattable number => $"<c r=\"{reference}\"><v>{number.ToString("R", CultureInfo.InvariantCulture)}</v></c>",
        _ => throw new ArgumentException("No cell can hold it.", nameof(value)),
    };

    private int SharedText(string text)
    {
        _texts.Add(text);
        return _texts.Count - 1;
    }

    private static void Add(ZipArchive archive, string name, string content)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}

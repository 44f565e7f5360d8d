using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// Opens a sheet of an Excel workbook (<c>.xlsx</c>) as a table. The sheet streams; its shared texts, which the format keeps apart, and
/// its styles are held, so what these may unpack to is limited before anything is read.
/// </summary>
internal static class Workbook
{
    /// <summary>Bytes that the texts and styles of a workbook may unpack to: a million names are 40 MB.</summary>
    public const long LargestHeld = 128L << 20;

    /// <summary>Bytes that one sheet may unpack to.</summary>
    public const long LargestSheet = 4L << 30;

    // The format's own limits; a reader would go through rows and make room for cells up to whatever a file says.
    private const int MostRows = 1 << 20;
    private const int MostColumns = 1 << 14;

    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="isOfTaxa">It is one of taxa: the header may stand further down, and there may be none.</param>
    /// <exception cref="ImportRefusedException">It is broken or too large, or has no such sheet.</exception>
    public static OpenedTable Open(TableSource source, TableReading reading, bool isOfTaxa)
    {
        if (reading.Encoding is not null || reading.Separator is not null)
            throw new ImportRefusedException(source.Place, "is an Excel workbook, which has neither an encoding nor a separator to choose. Choose a sheet instead.");
        var stream = source.Open();
        IExcelDataReader? reader = null;
        try
        {
            CheckSizes(source, stream);
            reader = ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = false });
            var sheets = SheetsOf(reader);
            var index = Choose(source, reader, sheets, reading.Sheet);
            var rows = SheetRows.Open(new(source, sheets[index].Name, reader), reading, isOfTaxa);
            return new(rows, new(null, null, rows.Headers, null) { Sheets = [.. sheets.Select(sheet => sheet.Name)], Sheet = sheets[index].Name }, Describe(sheets, index, rows, reading));
        }
        catch (Exception exception)
        {
            reader?.Dispose();
            stream.Dispose();
            if (IsBroken(exception))
                throw Broken(source, exception);
            throw;
        }
    }

    /// <summary>Whether an exception says that a workbook is not as the format has it.</summary>
    public static bool IsBroken(Exception exception) => exception is ExcelReaderException or InvalidDataException or XmlException or FormatException
        or OverflowException or IndexOutOfRangeException or ArgumentException or NullReferenceException or InvalidOperationException or KeyNotFoundException;

    public static ImportRefusedException Broken(TableSource source, Exception exception) => exception is InvalidPasswordException
        ? new(source.Place, "is an Excel workbook that a password protects. Remove the password in Excel, and import it again.", exception)
        : new(source.Place, "is an Excel workbook that is broken: it cannot be read to its end, as after a broken download. Open it in a spreadsheet, save it anew, and import that.", exception);

    private static void CheckSizes(TableSource source, Stream stream)
    {
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            // What is unpacked never exceeds what the directory of an archive says, which .NET keeps it to.
            var held = archive.Entries.Where(entry => !IsSheet(entry)).Sum(entry => entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? entry.Length : 0);
            var largest = archive.Entries.Where(IsSheet).Select(entry => entry.Length).DefaultIfEmpty(0).Max();
            if (held > LargestHeld || largest > LargestSheet)
            {
                throw new ImportRefusedException(
                    source.Place, string.Create(CultureInfo.InvariantCulture, $"is an Excel workbook that unpacks to {Math.Max(held, largest) >> 20:N0} MB, which is too much to read. Save the sheet as CSV, and import that."));
            }
        }

        stream.Position = 0;
    }

    private static bool IsSheet(ZipArchiveEntry entry) => entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase);

    private static List<(string Name, bool IsVisible)> SheetsOf(IExcelDataReader reader)
    {
        var sheets = new List<(string, bool)>();
        do
            sheets.Add((reader.Name, reader.VisibleState == "visible"));
        while (reader.NextResult());
        return sheets;
    }

    /// <summary>Moves the reader to the sheet that was chosen, else to the first visible one that holds anything.</summary>
    private static int Choose(TableSource source, IExcelDataReader reader, List<(string Name, bool IsVisible)> sheets, string? chosen)
    {
        var index = chosen is null ? -1 : sheets.FindIndex(sheet => sheet.Name.Equals(chosen.Trim(), StringComparison.OrdinalIgnoreCase));
        if (index < 0 && int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= sheets.Count)
            index = number - 1;
        if (index < 0 && chosen is not null)
            throw new ImportRefusedException(source.Place, $"has no sheet {ShortText.Quote(chosen)}. There are: {ShortText.List([.. sheets.Select(sheet => sheet.Name)])}.");

        reader.Reset();
        for (var at = 0; at < sheets.Count; at++, reader.NextResult())
        {
            if (index >= 0 ? at != index : !sheets[at].IsVisible || reader.RowCount == 0)
                continue;
            if (reader.RowCount > MostRows || reader.FieldCount > MostColumns)
                throw new ImportRefusedException(source.Place, $"has a sheet {ShortText.Quote(sheets[at].Name)} with more rows or columns than a sheet can have. Save it anew in a spreadsheet.");
            if (reader.RowCount == 0)
                break;
            return at;
        }

        throw new ImportRefusedException(source.Place, chosen is null
            ? "is an Excel workbook whose sheets are all empty; expected a header and rows."
            : $"has nothing in its sheet {ShortText.Quote(sheets[index].Name)}. There are: {ShortText.List([.. sheets.Select(sheet => sheet.Name)])}.");
    }

    private static string Describe(List<(string Name, bool IsVisible)> sheets, int index, SheetRows rows, TableReading reading)
    {
        var header = rows.HeaderLine is { } line ? string.Create(CultureInfo.InvariantCulture, $"header in row {line}") : "no header";
        var others = sheets.Count == 1 ? "the only one" : string.Create(CultureInfo.InvariantCulture, $"{(reading.Sheet is null ? "the first that holds anything" : "chosen")} of {sheets.Count}");
        return $"Read as an Excel workbook, sheet {ShortText.Quote(sheets[index].Name)} ({others}), {header}.";
    }
}

using System.Globalization;
using System.IO.Compression;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// Opens a sheet of an Excel workbook (<c>.xlsx</c>) as a table. The sheet streams; its shared texts, which the format keeps apart, its
/// styles and a row are held, so what these may unpack to is limited before anything is read.
/// </summary>
internal static class Workbook
{
    /// <summary>Bytes that whatever is held of a workbook may unpack to: a million names are 40 MB.</summary>
    public const long LargestHeld = 128L << 20;

    /// <summary>Bytes that one sheet may unpack to.</summary>
    public const long LargestSheet = 4L << 30;

    // The format's own limits; a reader would go through rows and make room for cells up to whatever a file says.
    private const int MostRows = 1 << 20;
    private const int MostColumns = 1 << 14;

    /// <param name="isOfTaxa">It is one of taxa: the header may stand further down, and there may be none.</param>
    /// <param name="cancellationToken">Ends what the opening reads; a library that has no tokens goes through all sheets.</param>
    /// <exception cref="ImportRefusedException">It is broken or too large, or has no such sheet.</exception>
    public static OpenedTable Open(TableSource source, TableReading reading, bool isOfTaxa, CancellationToken cancellationToken)
    {
        if (reading.Encoding is not null || reading.Separator is not null)
            throw new ImportRefusedException(source.Place, "is an Excel workbook, which has neither an encoding nor a separator to choose. Choose a sheet instead.");
        var stream = new WorkbookStream(source.Open(), cancellationToken);
        WorkbookReader? reader = null;
        try
        {
            CheckSizes(source, stream, cancellationToken);
            reader = new(source, stream);
            var sheets = SheetsOf(reader);
            var index = Choose(source, reader, sheets, reading.Sheet);
            var rows = SheetRows.Open(new(source, sheets[index].Name, reader), reading, isOfTaxa, cancellationToken);
            stream.EndOpening();
            return new(rows, new(null, null, rows.Headers, null) { Sheets = [.. sheets.Select(sheet => sheet.Name)], Sheet = sheets[index].Name }, Describe(sheets, index, rows, reading));
        }
        catch
        {
            reader?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    private static void CheckSizes(TableSource source, Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);

            // What is unpacked never exceeds what the directory of an archive says, which .NET keeps it to.
            var parts = new WorkbookParts(archive, cancellationToken);
            var held = parts.Held.Sum(entry => entry.Length);
            var sheets = parts.Sheets.ToList();
            var largest = sheets.Select(entry => entry.Length).DefaultIfEmpty(0).Max();
            if (held > LargestHeld || largest > LargestSheet)
                throw TooLarge(source, Math.Max(held, largest));

            // A row holds its texts itself where they are not shared; it is the largest part of no small sheet.
            foreach (var sheet in sheets.Where(sheet => sheet.Length > LargestHeld))
            {
                using var content = sheet.Open();
                if (!SheetScan.HasRowsUpTo(content, LargestHeld, cancellationToken))
                    throw TooLarge(source, sheet.Length);
            }
        }
        catch (InvalidDataException exception)
        {
            throw WorkbookReader.Broken(source, exception);
        }

        stream.Position = 0;
    }

    private static ImportRefusedException TooLarge(TableSource source, long bytes) => new(
        source.Place, string.Create(CultureInfo.InvariantCulture, $"is an Excel workbook that unpacks to {bytes >> 20:N0} MB, which is too much to read. Save the sheet as CSV, and import that."));

    private static List<(string Name, bool IsVisible)> SheetsOf(WorkbookReader reader)
    {
        var sheets = new List<(string, bool)>();
        do
            sheets.Add((reader.Name, reader.IsVisible));
        while (reader.NextSheet());
        return sheets;
    }

    /// <summary>Moves the reader to the sheet that was chosen, else to the first visible one that holds anything.</summary>
    private static int Choose(TableSource source, WorkbookReader reader, List<(string Name, bool IsVisible)> sheets, string? chosen)
    {
        var index = chosen is null ? -1 : sheets.FindIndex(sheet => sheet.Name.Equals(chosen.Trim(), StringComparison.OrdinalIgnoreCase));
        if (index < 0 && int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= sheets.Count)
            index = number - 1;
        if (index < 0 && chosen is not null)
            throw new ImportRefusedException(source.Place, $"has no sheet {ShortText.Quote(chosen)}. There are: {ShortText.List([.. sheets.Select(sheet => sheet.Name)])}.");

        reader.Reset();
        for (var at = 0; at < sheets.Count; at++, reader.NextSheet())
        {
            if (index >= 0 ? at != index : !sheets[at].IsVisible || reader.Rows == 0)
                continue;
            if (reader.Rows > MostRows || reader.Columns > MostColumns)
                throw new ImportRefusedException(source.Place, $"has a sheet {ShortText.Quote(sheets[at].Name)} with more rows or columns than a sheet can have. Save it anew in a spreadsheet.");
            if (reader.Rows == 0)
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

using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// Reads a workbook by the library, and by nothing of ours: the library checks little of what it reads, so whatever it throws says that
/// the file is broken, while the same thrown by our own code is a bug.
/// </summary>
internal sealed class WorkbookReader : IDisposable
{
    private readonly TableSource _source;
    private readonly IExcelDataReader _reader;
    private SheetCell[] _cells = [];

    static WorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="stream">The workbook; is disposed of with this.</param>
    /// <exception cref="ImportRefusedException">It is broken, or a password protects it.</exception>
    public WorkbookReader(TableSource source, Stream stream)
    {
        _source = source;
        _reader = Library(() => ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = false }));
    }

    /// <summary>Of the current sheet.</summary>
    public string Name => Library(() => _reader.Name);

    public bool IsVisible => Library(() => _reader.VisibleState == "visible");

    /// <summary>As the sheet says it.</summary>
    public int Rows => Library(() => _reader.RowCount);

    public int Columns => Library(() => _reader.FieldCount);

    /// <summary>Moves on to the next sheet; false at the end.</summary>
    public bool NextSheet() => Library(_reader.NextResult);

    /// <summary>Moves back to the first sheet.</summary>
    public void Reset() => Library(() =>
    {
        _reader.Reset();
        return true;
    });

    /// <summary>Moves on to the next row; false at the end.</summary>
    public bool Read() => Library(_reader.Read);

    /// <summary>The cells of the current row up to the last that holds anything, until the next row is read.</summary>
    public ReadOnlySpan<SheetCell> Cells()
    {
        var count = Library(() =>
        {
            var count = _reader.FieldCount;
            while (count > 0 && _reader.GetValue(count - 1) is null or "")
                count--;
            if (_cells.Length < count)
                _cells = new SheetCell[count];
            for (var i = 0; i < count; i++)
                _cells[i] = new(_reader.GetValue(i), _reader.GetValue(i) is double ? _reader.GetNumberFormatString(i) : null);
            return count;
        });
        return _cells.AsSpan(0, count);
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>Why a broken workbook is refused.</summary>
    public static ImportRefusedException Broken(TableSource source, Exception exception) => exception is InvalidPasswordException
        ? new(source.Place, "is an Excel workbook that a password protects. Remove the password in Excel, and import it again.", exception)
        : new(source.Place, "is an Excel workbook that is broken: it cannot be read to its end, as after a broken download. Open it in a spreadsheet, save it anew, and import that.", exception);

    private T Library<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ExcelReaderException or InvalidDataException or XmlException or FormatException or OverflowException
            or IndexOutOfRangeException or ArgumentException or NullReferenceException or InvalidOperationException or KeyNotFoundException)
        {
            throw Broken(_source, exception);
        }
    }
}

/// <param name="Format">Of a number; null where it has none.</param>
internal readonly record struct SheetCell(object? Value, string? Format);

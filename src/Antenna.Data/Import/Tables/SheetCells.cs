using System.Globalization;

namespace Antenna.Data.Import.Tables;

/// <summary>Reads the rows of a workbook's sheet as texts: a number as it is written without a format, a date as ISO 8601.</summary>
/// <param name="reader">Stands at the sheet; is disposed of with this.</param>
internal sealed class SheetCells(TableSource source, string sheet, WorkbookReader reader) : IDisposable
{
    /// <summary>A longer cell is refused by the table; nothing of it is needed here.</summary>
    private const int MostZeros = 40;

    /// <summary>Empty rows behind which none follows are the formatting of a sheet, no part of a table.</summary>
    private long _empty;
    private string[]? _next;

    public TableSource Source => source;

    public string Sheet => sheet;

    /// <summary>The number of the current row, from 1.</summary>
    public long Row { get; private set; }

    /// <summary>How much is read, 0 to 1.</summary>
    public double Done => Math.Min(1, (double)Row / Math.Max(1, reader.Rows));

    /// <summary>The next row, its cells up to the last that holds anything; null at the end. Empty rows at the end are left out.</summary>
    /// <exception cref="ImportRefusedException">The workbook is broken.</exception>
    public string[]? Read(CancellationToken cancellationToken)
    {
        if (_empty == 0 && _next is null)
            ReadAhead(cancellationToken);
        if (_next is null)
            return null;
        Row++;
        if (_empty > 0)
        {
            _empty--;
            return [];
        }

        var row = _next;
        _next = null;
        return row;
    }

    public void Dispose() => reader.Dispose();

    private void ReadAhead(CancellationToken cancellationToken)
    {
        long empty = 0;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadRow() is { Length: > 0 } row)
            {
                (_next, _empty) = (row, empty);
                return;
            }

            empty++;
        }
    }

    private string[] ReadRow()
    {
        var cells = reader.Cells();
        var count = cells.Length;
        while (count > 0 && string.IsNullOrWhiteSpace(Text(cells[count - 1])))
            count--;
        var row = new string[count];
        for (var i = 0; i < count; i++)
            row[i] = Text(cells[i]);
        return row;
    }

    private static string Text(SheetCell cell) => cell.Value switch
    {
        null => "",
        string text => text,
        double number => Number(number, cell.Format),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFF", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString() ?? "",
    };

    /// <summary>A format of zeros alone shows the zeros that a key begins with.</summary>
    private static string Number(double number, string? format) =>
        format is { Length: > 1 and < MostZeros } && format.All(character => character == '0') && number >= 0 && double.IsInteger(number)
            ? number.ToString(format, CultureInfo.InvariantCulture)
            : Math.Abs(number) < 1e15 && double.IsInteger(number) ? ((long)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);
}

using System.Globalization;
using CsvHelper;

namespace Antenna.Data.Tables;

/// <summary>
/// Writes a table as CSV (UTF-8, commas), a row at a time, in constant memory. Text that a spreadsheet would run as a formula
/// is neutralized by <see cref="SpreadsheetText"/>; numbers and times are none, and are written so that they read back to the
/// same.
/// </summary>
public sealed class TableWriter : IAsyncDisposable
{
    private const string WallClock = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF";

    private readonly CsvWriter _writer;

    /// <param name="stream">Where it is written to; it stays open.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="forSpreadsheets">Begins with a byte order mark, without which Excel takes UTF-8 for another encoding.</param>
    public TableWriter(Stream stream, IReadOnlyList<string> header, bool forSpreadsheets = false)
    {
        _writer = CsvWriter.Create(stream, new CsvWriterOptions { WriteByteOrderMark = forSpreadsheets }, leaveOpen: true);
        _writer.WriteHeader([.. header]);
    }

    /// <summary>How many rows were written, without the header.</summary>
    public long Rows { get; private set; }

    public void Text(string? text) => _writer.WriteField(SpreadsheetText.Neutralize(text));

    public void Number(long? number) => _writer.WriteField(number);

    /// <summary>With as many digits as tell it from every other number.</summary>
    public void Number(double? number) => _writer.WriteField(number, "R");

    public void YesOrNo(bool? value) => _writer.WriteField(value switch { true => "yes", false => "no", null => null });

    /// <summary>A camera's local time, as it was recorded: without a zone.</summary>
    public void Time(DateTime? time) => _writer.WriteField(time?.ToString(WallClock, CultureInfo.InvariantCulture));

    /// <summary>A moment, UTC.</summary>
    public void Moment(DateTime? moment) => _writer.WriteField(moment?.ToString($"{WallClock}'Z'", CultureInfo.InvariantCulture));

    public ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        Rows++;
        return _writer.EndRecordAsync(cancellationToken);
    }

    /// <summary>Has all that was written be in the stream.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

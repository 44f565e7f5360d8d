using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Antenna.Data.Import.Tables;

/// <summary>Rows of separated values, in which a quote encloses a field and is refused where it does not.</summary>
internal sealed class CsvRows : ITableRows
{
    // A quote that is never closed would otherwise read the rest of the file as one field.
    private const int LargestRow = 1 << 20;

    private readonly TableSource _source;
    private readonly TableLayout _layout;
    private readonly CountingStream _stream;
    private readonly CsvReader _reader;

    public CsvRows(TableSource source, TableLayout layout)
    {
        (_source, _layout) = (source, layout);
        _stream = new(source.Open());
        _reader = CsvReader.Create(_stream, new CsvReaderOptions
        {
            DetectSeparatorHint = false,
            Encoding = layout.Encoding.CodePage == Encoding.UTF8.CodePage ? null : layout.Encoding,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            HasHeader = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LargestRow,
            Separator = layout.Separator,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
        });
    }

    public IReadOnlyList<string> Headers => _layout.Headers;

    public long? HeaderLine => _layout.HeaderLine;

    public long Line => _reader.LineNumber;

    public PassedLineKind? Passed { get; private set; }

    public double Done => _source.Length == 0 ? 1 : Math.Min(1, (double)_stream.BytesRead / _source.Length);

    public string Text => Encoding.UTF8.GetString(_reader.RawRecord);

    public IReadOnlyList<IReadOnlyList<string>> Sample => _layout.Sample;

    public IEnumerable<ImportFinding> Findings => [];

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await _reader.ReadAsync(cancellationToken))
                return false;
        }
        catch (CsvFormatException exception)
        {
            throw Malformed(exception);
        }

        Passed = _layout.PassedAt(Line) ?? (_reader.FieldCount <= 1 && _reader.IsEmpty(0) ? PassedLineKind.Empty : null);
        return Passed is not null || _reader.FieldCount == Headers.Count
            ? true
            : throw TableLayout.WrongCount(new(_source.Name, Line), _reader.FieldCount, Headers.Count);
    }

    public string Field(int index)
    {
        if (index >= _reader.FieldCount)
            return "";
        return Utf8.IsValid(_reader.GetSpan(index))
            ? _reader.GetString(index)
            : throw new ImportRefusedException(
                new(_source.Name, Line, index + 1), "is not UTF-8, as the rest of the file is. Save the file as UTF-8, or choose its encoding, and import it again.");
    }

    public async ValueTask DisposeAsync() => await _reader.DisposeAsync();

    private ImportRefusedException Malformed(CsvFormatException exception) => new(
        new(_source.Name, exception.LineNumber > 0 ? exception.LineNumber : null),
        // The library tells its own option, by its name.
        exception.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"begins a row of more than {LargestRow:N0} bytes. A quote may be missing, or this is no table.")
            : exception.Message.EndsWith('.') ? exception.Message : $"{exception.Message}.",
        exception);
}

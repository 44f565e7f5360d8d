using System.Globalization;
using System.Text.Unicode;
using Antenna.Core.Taxonomy;
using Antenna.Data.Tables;
using CsvHelper;

namespace Antenna.Data.Import;

/// <summary>A column of a <see cref="CsvTable"/>.</summary>
/// <param name="Index">Its position, from 0.</param>
/// <param name="Header">Its header as the file has it.</param>
public sealed record CsvColumn(int Index, string Header);

/// <summary>
/// A file of separated values with a header, read a row at a time. The separator (comma, semicolon, tab or bar) and a
/// byte order mark are recognised; a row of another length than the header, a stray quote, or bytes that are not UTF-8
/// are refused with their line.
/// </summary>
public sealed class CsvTable : IAsyncDisposable
{
    // A quote that is never closed would otherwise read the rest of the file as one field.
    private const int LargestRow = 1 << 20;

    private const int LongestComment = 100_000;

    private static readonly char[] LayoutCharacters = ['\t', '\n', '\r'];

    /// <summary>What may stand around a text and is no part of it: spaces of every width, and characters of none.</summary>
    private static readonly char[] Invisible =
    [
        ' ', '\t', '\r', '\n', '\u00A0', '\u1680', .. Enumerable.Range('\u2000', 0x10).Select(space => (char)space), '\u202F', '\u205F',
        '\u2060', '\u3000', '\uFEFF', '\u00AD',
    ];

    private readonly FileStream _file;
    private readonly CsvReader _reader;
    private readonly string _name;
    private readonly List<string> _used = [];

    private CsvTable(FileStream file, CsvReader reader, string name)
    {
        _file = file;
        _reader = reader;
        _name = name;
    }

    /// <summary>The headers in their order, as the file has them.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Done => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>The file as a whole.</summary>
    public ImportPlace FilePlace => new(_name);

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="ImportRefusedException">The file cannot be read, is empty, or is malformed.</exception>
    public static async Task<CsvTable> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = ImportFile.OpenRead(path);
        var reader = CsvReader.Create(file, new CsvReaderOptions
        {
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LargestRow,
            TrackLineNumbers = true,
            TrimWhitespace = true,
        });
        var table = new CsvTable(file, reader, ImportFile.PlaceOf(path).File);
        try
        {
            await table.ReadHeaderAsync(cancellationToken);
            return table;
        }
        catch
        {
            await table.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The column with one of these headers, the first name that there is; null where there is none. Case, spaces and
    /// punctuation of headers do not count: <c>Scientific name</c> is <c>scientific_name</c>.
    /// </summary>
    /// <param name="meaning">What the column is read as, for <see cref="DescribeColumns"/>.</param>
    /// <param name="names">The headers to look for.</param>
    /// <exception cref="ImportRefusedException">Several columns have the header.</exception>
    public CsvColumn? Find(string meaning, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var columns = Headers.Index().Where(header => Plain(header.Item) == Plain(name)).ToList();
            if (columns.Count > 1)
                throw new ImportRefusedException(new(_name, 1, columns[1].Index + 1), $"a second column {ShortText.Quote(columns[1].Item)}; expected one.");
            if (columns is not [var column])
                continue;
            _used.Add(Plain(column.Item) == Plain(meaning) ? column.Item : $"{column.Item} as {meaning}");
            return new(column.Index, column.Item);
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, for a column that there must be.</summary>
    /// <exception cref="ImportRefusedException">There is no such column, or there are several.</exception>
    public CsvColumn Require(string meaning, params ReadOnlySpan<string> names) =>
        Find(meaning, names) ?? throw new ImportRefusedException(
            new(_name, 1), $"no column for {meaning}; expected one of {string.Join(", ", names)}. There are: {ShortText.List(Headers)}.");

    /// <summary>The columns found so far and what they are read as, for the report.</summary>
    public string DescribeColumns() => $"Columns read: {string.Join(", ", _used)}.";

    /// <summary>Moves on to the next row; false at the end. Empty lines are passed over.</summary>
    /// <exception cref="ImportRefusedException">The row is malformed.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw Malformed(exception);
        }
    }

    /// <summary>
    /// The name, key, path or the like in a field of the current row, without surrounding spaces; null where it is empty or
    /// the column is.
    /// </summary>
    /// <exception cref="ImportRefusedException">It is not UTF-8, has a control character, or is too long for what it is.</exception>
    public string? Text(CsvColumn? column) => Checked(FreeText(column), column);

    /// <summary>As <see cref="Text"/>, for what names a file, as it is written: file systems distinguish what looks the same.</summary>
    /// <exception cref="ImportRefusedException">It is not UTF-8, has a control character, or is too long for a path.</exception>
    public string? Path(CsvColumn? column) => Checked(Read(column), column);

    /// <summary>As <see cref="Text"/>, for what people write, which may be long.</summary>
    /// <exception cref="ImportRefusedException">
    /// It is not UTF-8, has a control character besides tabs and line breaks, or is longer than people write.
    /// </exception>
    public string? FreeText(CsvColumn? column) => Read(column) is { } text ? UnicodeText.Compose(text) : null;

    private string? Checked(string? text, CsvColumn? column)
    {
        if (text is null)
            return null;

        // A cell of a spreadsheet that was wrapped by hand.
        text = string.Join(' ', text.Split(LayoutCharacters, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return IndexedText.ProblemOf(text) is { } problem ? throw new ImportRefusedException(Place(column!), problem) : text;
    }

    private string? Read(CsvColumn? column)
    {
        if (column is null)
            return null;

        var field = _reader.GetSpan(column.Index);
        if (!Utf8.IsValid(field))
            throw new ImportRefusedException(Place(column), "is not UTF-8. Save the file as UTF-8 and import it again.");
        if (field.Length > LongestComment)
            throw new ImportRefusedException(
                Place(column), string.Create(CultureInfo.InvariantCulture, $"is {field.Length:N0} bytes long; expected at most {LongestComment:N0}."));
        var text = _reader.GetString(column.Index).Trim();
        if (ControlCharacters.ProblemOf(text, allowLayout: true) is { } problem)
            throw new ImportRefusedException(Place(column), problem);
        text = SpreadsheetText.Restore(text.Trim(Invisible)).Trim(Invisible);
        return text.Length == 0 ? null : text;
    }

    /// <summary>The current row, or its field in a column.</summary>
    public ImportPlace Place(CsvColumn? column = null) => new(_name, _reader.LineNumber, column?.Index + 1);

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _file.DisposeAsync();
    }

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _reader.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw Malformed(exception);
        }

        Headers = [.. _reader.Headers.ToArray().Select(header => UnicodeText.Compose(header).Trim(Invisible))];
        if (Headers.All(string.IsNullOrEmpty))
            throw new ImportRefusedException(new ImportPlace(_name), "is empty; expected a header and rows.");
    }

    private ImportRefusedException Malformed(CsvFormatException exception) => new(
        new(_name, exception.LineNumber > 0 ? exception.LineNumber : null),
        exception switch
        {
            // The library tells its own option, by its name.
            _ when exception.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal) =>
                string.Create(CultureInfo.InvariantCulture, $"begins a row of more than {LargestRow:N0} bytes. A quote may be missing, or this is no table."),
            _ => exception.Message.EndsWith('.') ? exception.Message : $"{exception.Message}.",
        },
        exception);

    private static string Plain(string header) => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Tables;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// A table read a row at a time. Encoding, separator and the line of the header are found out, and said; a row of another length
/// than the header, or a stray quote that a separator other than the tab makes ambiguous, is refused with its line.
/// </summary>
public sealed class ImportTable : IAsyncDisposable
{
    private const int LongestComment = 100_000;

    private static readonly char[] LayoutCharacters = ['\t', '\n', '\r'];

    /// <summary>What may stand around a text and is no part of it: spaces of every width, and characters of none.</summary>
    private static readonly char[] Invisible =
    [
        ' ', '\t', '\r', '\n', '\u00A0', '\u1680', .. Enumerable.Range('\u2000', 0x10).Select(space => (char)space), '\u202F', '\u205F',
        '\u2060', '\u3000', '\uFEFF', '\u00AD',
    ];

    private readonly ITableRows _rows;
    private readonly TableShape _shape;
    private readonly string _name;
    private readonly List<string> _used = [];
    private readonly HashSet<int> _usedColumns = [];

    private ImportTable(OpenedTable opened, string name) => (_rows, _shape, _name, Reading, CommonNames) = (opened.Rows, opened.Shape, name, opened.Reading, opened.CommonNames);

    /// <summary>How the file is read, as a sentence for the report.</summary>
    public string Reading { get; }

    /// <summary>How many common names an archive has in a table of their own.</summary>
    public long CommonNames { get; }

    /// <summary>The headers in their order, as the file has them.</summary>
    public IReadOnlyList<string> Headers => _rows.Headers;

    /// <summary>Rows of the beginning, for a person to see what a column holds.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sample => _rows.Sample;

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Done => _rows.Done;

    /// <summary>The file as a whole.</summary>
    public ImportPlace FilePlace => new(_name);

    /// <summary>Why the current line is no row of data; null where it is one.</summary>
    public PassedLineKind? Passed => _rows.Passed;

    /// <summary>Why the current row is left out whatever else it says; null where it is not.</summary>
    internal RowLeftOut? LeftOut => _rows.LeftOut;

    /// <summary>The current line as the file has it, shortened.</summary>
    public string LineText => ShortText.Of(UnicodeText.Compose(_rows.Text).Trim(Invisible));

    /// <summary>What was put right in the rows that were read.</summary>
    public IEnumerable<ImportFinding> Findings => _rows.Findings;

    /// <summary>Opens a file whose first line names its columns.</summary>
    /// <exception cref="ImportRefusedException">The file cannot be read, is empty, or is malformed.</exception>
    public static Task<ImportTable> OpenAsync(string path, CancellationToken cancellationToken) => OpenAsync(path, TableReading.Detected, cancellationToken);

    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    public static Task<ImportTable> OpenAsync(string path, TableReading reading, CancellationToken cancellationToken) =>
        OpenAsync(path, reading, isOfTaxa: false, cancellationToken);

    /// <summary>As <see cref="OpenAsync(string, CancellationToken)"/>, for what is a file in another one, too.</summary>
    internal static async Task<ImportTable> OpenAsync(TableSource source, CancellationToken cancellationToken) =>
        new(await OpenAsync(source, TableReading.Detected, isOfTaxa: false, cancellationToken), source.Name);

    /// <summary>Opens a file of taxa, whose header may stand further down; without one it is a table of names, or names one a line.</summary>
    /// <exception cref="ImportRefusedException">The file cannot be read, is empty, or is malformed.</exception>
    public static Task<ImportTable> OpenTaxaAsync(string path, TableReading reading, CancellationToken cancellationToken) =>
        OpenAsync(path, reading, isOfTaxa: true, cancellationToken);

    private static async Task<ImportTable> OpenAsync(string path, TableReading reading, bool isOfTaxa, CancellationToken cancellationToken)
    {
        if (isOfTaxa && Directory.Exists(path))
            return new(await ChecklistArchive.OpenAsync(ArchiveFiles.OfFolder(path), reading, cancellationToken), ImportFile.PlaceOf(path).File);
        var source = TableSource.OfFile(path);
        return new(await OpenAsync(source, reading, isOfTaxa, cancellationToken), source.Name);
    }

    private static async Task<OpenedTable> OpenAsync(TableSource source, TableReading reading, bool isOfTaxa, CancellationToken cancellationToken)
    {
        switch (await FileKinds.OfAsync(source, cancellationToken))
        {
            case FileKind.Text:
                var layout = await TableLayout.DetectAsync(source, reading, isOfTaxa, cancellationToken);
                return layout.Headers.All(string.IsNullOrEmpty)
                    ? throw new ImportRefusedException(source.Place, "is empty; expected a header and rows.")
                    : OpenedTable.OfText(source, layout, isEncodingChosen: reading.Encoding is not null);
            case FileKind.Workbook:
                return Workbook.Open(source, reading, isOfTaxa, cancellationToken);
            case FileKind.DarwinCore when isOfTaxa:
                return await ChecklistArchive.OpenAsync(ArchiveFiles.OfZip(source), reading, cancellationToken);
            case FileKind.DarwinCore:
                return await VerifiedRows.OpenAsync(ArchiveFiles.OfZip(source), cancellationToken);
            case var kind:
                throw FileKinds.Refused(source, kind);
        }
    }

    /// <summary>The rows of a text.</summary>
    internal static ITableRows RowsOf(TableSource source, TableLayout layout) =>
        layout.Separator is null or '\t' ? new TextRows(source, layout) : new CsvRows(source, layout);

    /// <summary>
    /// The column with one of these headers, the first name that there is; null where there is none. Case, spaces and
    /// punctuation of headers do not count: <c>Scientific name</c> is <c>scientific_name</c>.
    /// </summary>
    /// <param name="meaning">What the column is read as, for <see cref="DescribeColumns"/>.</param>
    /// <param name="names">The headers to look for.</param>
    /// <exception cref="ImportRefusedException">Several columns have the header.</exception>
    public TableColumn? Find(string meaning, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var columns = Headers.Index().Where(header => TaxonHeaders.Plain(header.Item) == TaxonHeaders.Plain(name)).ToList();
            if (columns.Count > 1)
                throw new ImportRefusedException(new(_name, HeaderLine, columns[1].Index + 1), $"a second column {ShortText.Quote(columns[1].Item)}; expected one.");
            if (columns is not [var column])
                continue;
            _usedColumns.Add(column.Index);
            _used.Add(TaxonHeaders.Plain(column.Item) == TaxonHeaders.Plain(meaning) ? column.Item : $"{column.Item} as {meaning}");
            return new(column.Index, column.Item);
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, for a column that there must be.</summary>
    /// <exception cref="ImportRefusedException">There is no such column, or there are several.</exception>
    public TableColumn Require(string meaning, params ReadOnlySpan<string> names) =>
        Find(meaning, names) ?? throw new ImportRefusedException(
            new(_name, HeaderLine), $"no column for {meaning}; expected one of {string.Join(", ", names)}. There are: {ShortText.List(Headers)}.");

    /// <summary>The columns found so far and what they are read as, for the report.</summary>
    public string DescribeColumns() => $"Columns read: {string.Join(", ", _used)}.";

    /// <summary>The columns that nothing was looked for in so far.</summary>
    internal IReadOnlyList<TableColumn> UnusedColumns =>
        [.. Headers.Index().Where(header => header.Item.Length > 0 && !_usedColumns.Contains(header.Index)).Select(header => new TableColumn(header.Index, header.Item))];

    /// <summary>Whether a field of the current row holds anything, be it text or not.</summary>
    internal bool Holds(TableColumn column)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(_rows.Field(column.Index));
        }
        catch (ImportRefusedException)
        {
            return true;
        }
    }

    /// <summary>How the file is read, for a person to change.</summary>
    /// <param name="names">The column of names; null where none was found.</param>
    internal TableShape ShapeWith(TableColumn? names) => _shape with { NameColumn = names?.Index, File = _name };

    /// <summary>Reads a column as something, whatever its header is.</summary>
    internal TableColumn Use(TableColumn column, string meaning)
    {
        _usedColumns.Add(column.Index);
        _used.Add(TaxonHeaders.Plain(column.Header) == TaxonHeaders.Plain(meaning) ? column.Header : $"{column.Header} as {meaning}");
        return column;
    }

    /// <summary>Moves on to the next row; false at the end. Lines that are no rows are passed over.</summary>
    /// <exception cref="ImportRefusedException">The row is malformed.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _rows.ReadAsync(cancellationToken))
        {
            if (_rows.Passed is null)
                return true;
        }

        return false;
    }

    /// <summary>Moves on to the next line, which may be no row; false at the end.</summary>
    /// <exception cref="ImportRefusedException">The row is malformed.</exception>
    public ValueTask<bool> ReadLineAsync(CancellationToken cancellationToken) => _rows.ReadAsync(cancellationToken);

    /// <summary>
    /// The name, key, path or the like in a field of the current row, without surrounding spaces; null where it is empty or
    /// the column is.
    /// </summary>
    /// <exception cref="ImportRefusedException">It is no text, has a control character, or is too long for what it is.</exception>
    public string? Text(TableColumn? column) => Checked(FreeText(column), column);

    /// <summary>As <see cref="Text"/>, for what names a file, as it is written: file systems distinguish what looks the same.</summary>
    /// <exception cref="ImportRefusedException">It is no text, has a control character, or is too long for a path.</exception>
    public string? Path(TableColumn? column) => Checked(Read(column), column);

    /// <summary>As <see cref="Text"/>, for what people write, which may be long.</summary>
    /// <exception cref="ImportRefusedException">
    /// It is no text, has a control character besides tabs and line breaks, or is longer than people write.
    /// </exception>
    public string? FreeText(TableColumn? column) => Read(column) is { } text ? UnicodeText.Compose(text) : null;

    private string? Checked(string? text, TableColumn? column)
    {
        if (text is null)
            return null;

        // A cell of a spreadsheet that was wrapped by hand.
        text = string.Join(' ', text.Split(LayoutCharacters, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return IndexedText.ProblemOf(text) is { } problem ? throw new ImportRefusedException(Place(column!), problem) : text;
    }

    private string? Read(TableColumn? column)
    {
        if (column is null)
            return null;

        var text = _rows.Field(column.Index).Trim();
        if (text.Length > LongestComment)
            throw new ImportRefusedException(
                Place(column), string.Create(CultureInfo.InvariantCulture, $"is {text.Length:N0} characters long; expected at most {LongestComment:N0}."));
        if (ControlCharacters.ProblemOf(text, allowLayout: true) is { } problem)
            throw new ImportRefusedException(Place(column), problem);
        text = SpreadsheetText.Restore(text.Trim(Invisible)).Trim(Invisible);
        return text.Length == 0 ? null : text;
    }

    /// <summary>The current row, or its field in a column.</summary>
    public ImportPlace Place(TableColumn? column = null) => new(_name, _rows.Line > 0 ? _rows.Line : null, column?.Index + 1);

    public ValueTask DisposeAsync() => _rows.DisposeAsync();

    internal long HeaderLine => _rows.HeaderLine ?? 1;
}

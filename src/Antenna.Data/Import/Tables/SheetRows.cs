namespace Antenna.Data.Import.Tables;

/// <summary>The rows of a workbook's sheet. A line is a row of the sheet, by the number that a spreadsheet shows beside it.</summary>
internal sealed class SheetRows : ITableRows
{
    private readonly SheetCells _cells;
    private readonly TableLayout _layout;
    private readonly Queue<string[]> _ahead;
    private string[] _fields = [];

    private SheetRows(SheetCells cells, TableLayout layout, Queue<string[]> ahead) => (_cells, _layout, _ahead) = (cells, layout, ahead);

    /// <summary>Reads the beginning of a sheet, and how it is a table.</summary>
    public static SheetRows Open(SheetCells cells, TableReading reading, bool isOfTaxa, CancellationToken cancellationToken)
    {
        var ahead = new Queue<string[]>();
        while (ahead.Count < TableBeginning.MostLines && cells.Read(cancellationToken) is { } row)
            ahead.Enqueue(row);
        var width = ahead.Select(row => row.Length).DefaultIfEmpty(0).Max();
        var lines = ahead.Select((row, index) => new NumberedLine(
            index + 1, string.Join('\t', Enumerable.Range(0, width).Select(column => column < row.Length ? OneLine(row[column]) : ""))));
        var beginning = TableBeginning.OfRows(lines);
        if (beginning.IsEmpty)
            throw new ImportRefusedException(cells.Source.Place, $"has nothing in its sheet {ShortText.Quote(cells.Sheet)}; expected a header and rows.");
        return new(cells, TableLayout.OfSheet(beginning, width, reading, isOfTaxa), ahead);
    }

    public IReadOnlyList<string> Headers => _layout.Headers;

    public long? HeaderLine => _layout.HeaderLine;

    public long Line { get; private set; }

    public PassedLineKind? Passed { get; private set; }

    public double Done => _cells.Done;

    public string Text => string.Join(" | ", _fields.Where(cell => cell.Length > 0));

    public IReadOnlyList<IReadOnlyList<string>> Sample => _layout.Sample;

    public IEnumerable<ImportFinding> Findings => [];

    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if ((_ahead.TryDequeue(out var ahead) ? ahead : _cells.Read(cancellationToken)) is not { } row)
            return ValueTask.FromResult(false);
        Line++;
        Passed = _layout.PassedAt(Line) ?? (row.Length == 0 ? PassedLineKind.Empty : null);
        _fields = row;
        if (Passed is null && _layout.Separator is null && row.Length > 0)
            _fields = NameLine.Read(row[0]) is { CommonName: { } common } line ? [line.Name, common] : [NameLine.Read(row[0]).Name];
        return ValueTask.FromResult(true);
    }

    public string Field(int index) => index < _fields.Length ? _fields[index] : "";

    public ValueTask DisposeAsync()
    {
        _cells.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string OneLine(string cell) => cell.ReplaceLineEndings(" ").Replace('\t', ' ');
}

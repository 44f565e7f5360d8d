namespace Antenna.Data.Import.Tables;

/// <summary>The taxa of an archive: the rows of its core, with columns for what stands elsewhere in the archive.</summary>
internal sealed class ChecklistRows : ITableRows
{
    private readonly ITableRows _core;
    private readonly ArchiveTable _table;
    private readonly AcceptedTaxa _accepted;
    private readonly List<(string Header, Func<string> Read)> _added = [];

    /// <param name="accepted">The taxa that others are accepted as.</param>
    /// <param name="places">What is where; null where the archive does not say.</param>
    /// <param name="commonNames">Those of a table of their own; null where there is none.</param>
    public ChecklistRows(
        ITableRows core, ArchiveTable table, IReadOnlyList<IReadOnlyList<string>> sample, AcceptedTaxa accepted, ChecklistPlaces? places, VernacularNames? commonNames)
    {
        (_core, _table, _accepted) = (core, table, accepted);
        if (accepted.Any)
            _added.Add(("acceptedNameUsage", ReadAccepted));
        if (places is { Chosen.Length: > 0 })
            _added.Add(("occurrenceStatus", () => places.OccurrenceOf(AcceptedTaxa.CoreId(table, core), accepted.Of(core)?.CoreId)!));
        if (commonNames is { Lines: > 0 })
            _added.Add(("vernacularName", () => string.Join('|', new[] { table.ValueOf(core, "vernacularName"), commonNames.Of(AcceptedTaxa.CoreId(table, core)) }.Where(names => names.Length > 0))));
        foreach (var (term, value) in table.Defaults.Where(each => table.IndexOf(each.Key) is null && _added.TrueForAll(added => added.Header != each.Key)))
            _added.Add((term, () => value));
        Headers = [.. core.Headers.Select(header => _added.Exists(added => added.Header.Equals(header, StringComparison.OrdinalIgnoreCase)) ? "" : header), .. _added.Select(added => added.Header)];
        Sample = sample;
    }

    public IReadOnlyList<string> Headers { get; }

    public long? HeaderLine => _core.HeaderLine;

    public long Line => _core.Line;

    public PassedLineKind? Passed => _core.Passed;

    public double Done => _core.Done;

    public IReadOnlyList<IReadOnlyList<string>> Sample { get; }

    public string Text => _core.Text;

    public IEnumerable<ImportFinding> Findings => _core.Findings;

    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => _core.ReadAsync(cancellationToken);

    public string Field(int index) => index < _core.Headers.Count ? _table.ValueAt(_core, index) : _added[index - _core.Headers.Count].Read();

    public ValueTask DisposeAsync() => _core.DisposeAsync();

    /// <summary>The name that the row gives, else that of the taxon whose id it gives.</summary>
    private string ReadAccepted() => _table.ValueOf(_core, "acceptedNameUsage") is { Length: > 0 } name ? name : _accepted.Of(_core)?.Name ?? "";
}

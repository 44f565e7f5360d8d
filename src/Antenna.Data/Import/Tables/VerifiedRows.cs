namespace Antenna.Data.Import.Tables;

/// <summary>
/// The occurrences of a Darwin Core archive as identifications: what a person verified stands in the columns that an import of
/// identifications looks for, and what a machine determined in none.
/// </summary>
internal sealed class VerifiedRows : ITableRows
{
    /// <summary>How a status begins that says that a person verified an identification.</summary>
    private const string Status = "verified";

    /// <summary>Columns that are read by others' names, or not at all.</summary>
    private static readonly HashSet<string> Hidden = new(
        ["occurrenceID", "scientificName", "identificationRemarks", "occurrenceRemarks", "identifiedBy", "dateIdentified"], StringComparer.OrdinalIgnoreCase);

    private readonly ITableRows _rows;
    private readonly ArchiveTable _table;
    private readonly int _status;
    private readonly (string Header, Func<string> Read)[] _added;

    private VerifiedRows(ITableRows rows, ArchiveTable table, int status)
    {
        (_rows, _table, _status) = (rows, table, status);
        _added =
        [
            ("occurrence_id", () => Term("occurrenceID") is var id ? id[(id.LastIndexOf(':') + 1)..] : ""),
            ("identification", () => OfPerson("scientificName")), ("identified_by", () => OfPerson("identifiedBy")),
            ("date_identified", () => OfPerson("dateIdentified")), ("comment", () => OfPerson("occurrenceRemarks")),
        ];
        Headers = [.. rows.Headers.Select(header => Hidden.Contains(header) ? "" : header), .. _added.Select(added => added.Header)];
    }

    /// <exception cref="ImportRefusedException">It is no archive of occurrences, or does not say which of them people verified.</exception>
    public static async Task<OpenedTable> OpenAsync(ArchiveFiles files, CancellationToken cancellationToken)
    {
        var description = await ArchiveDescription.ReadAsync(files, cancellationToken);
        var table = description.Extensions.Prepend(description.Core).FirstOrDefault(each => each.RowType.Equals("Occurrence", StringComparison.OrdinalIgnoreCase))
            ?? throw new ImportRefusedException(new(files.Name), $"is a Darwin Core archive of {ShortText.Quote(description.Core.RowType)} without occurrences; expected one of occurrences, or a table.");
        var status = table.IndexOf("identificationVerificationStatus")
            ?? throw new ImportRefusedException(new(files.Name), "does not say which identifications people verified; expected a column for the term identificationVerificationStatus.");
        var rows = ChecklistArchive.Open(files, table, await ChecklistArchive.WidthAsync(files, table, cancellationToken));
        var occurrences = new VerifiedRows(rows, table, status);
        return new(
            occurrences, new(table.Encoding, table.Separator, occurrences.Headers, null),
            $"Read as a Darwin Core archive: occurrences in {table.Location}, of which those count that people verified.");
    }

    public IReadOnlyList<string> Headers { get; }

    public long? HeaderLine => _rows.HeaderLine;

    public long Line => _rows.Line;

    public PassedLineKind? Passed => _rows.Passed;

    public double Done => _rows.Done;

    public IReadOnlyList<IReadOnlyList<string>> Sample => _rows.Sample;

    public string Text => _rows.Text;

    public IEnumerable<ImportFinding> Findings => _rows.Findings;

    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => _rows.ReadAsync(cancellationToken);

    public string Field(int index) => index < _rows.Headers.Count ? _rows.Field(index) : _added[index - _rows.Headers.Count].Read();

    public ValueTask DisposeAsync() => _rows.DisposeAsync();

    private string Term(string term) => _table.IndexOf(term) is { } index ? _rows.Field(index).Trim() : "";

    private string OfPerson(string term) => _rows.Field(_status).TrimStart().StartsWith(Status, StringComparison.OrdinalIgnoreCase) ? Term(term) : "";
}

using Antenna.Data.Tables;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// The occurrences of a Darwin Core archive as identifications: what a person verified of our occurrences stands in the columns that
/// an import of identifications looks for; what a machine determined, and what is another archive's, is left out by name.
/// </summary>
internal sealed class VerifiedRows : ITableRows
{
    private const string Id = "occurrenceID";
    private const string Status = "identificationVerificationStatus";

    /// <summary>Columns that are read by others' names, or not at all.</summary>
    private static readonly HashSet<string> Hidden = new(
        [Id, Status, "scientificName", "identificationRemarks", "occurrenceRemarks", "identifiedBy", "dateIdentified"], StringComparer.OrdinalIgnoreCase);

    private readonly ITableRows _rows;
    private readonly ArchiveTable _table;
    private readonly (string Header, Func<string> Read)[] _added;

    private VerifiedRows(ITableRows rows, ArchiveTable table)
    {
        (_rows, _table) = (rows, table);
        _added =
        [
            ("occurrence_id", () => ArchivedOccurrence.TryReadId(Term(Id), out _) ? Term(Id)[(Term(Id).IndexOf(':') + 1)..] : ""),
            ("identification", () => Term("scientificName")), ("identified_by", () => Term("identifiedBy")),
            ("date_identified", () => Term("dateIdentified")), ("comment", () => Term("identificationRemarks")),
        ];
        Headers = [.. rows.Headers.Select(header => Hidden.Contains(header) ? "" : header), .. _added.Select(added => added.Header)];
    }

    /// <exception cref="ImportRefusedException">It is no archive of occurrences, or does not say which of them people verified.</exception>
    public static async Task<OpenedTable> OpenAsync(ArchiveFiles files, CancellationToken cancellationToken)
    {
        var description = await ArchiveDescription.ReadAsync(files, cancellationToken);
        var table = description.Occurrences
            ?? throw new ImportRefusedException(new(files.Name), $"is a Darwin Core archive of {ShortText.Quote(description.Core.RowType)} without occurrences; expected one of occurrences, or a table.");
        foreach (var term in (string[])[Status, Id])
        {
            if (!table.Has(term))
                throw new ImportRefusedException(new(files.Name), $"does not say which identifications of which occurrences people verified; expected a column for the term {term}.");
        }

        var rows = ChecklistArchive.Open(files, table, await ChecklistArchive.WidthAsync(files, table, cancellationToken));
        var occurrences = new VerifiedRows(rows, table);
        return new(
            occurrences, new(table.Encoding, table.Separator, occurrences.Headers, null),
            $"Read as a Darwin Core archive: occurrences in {table.Location}, of which those count that people verified.");
    }

    public IReadOnlyList<string> Headers { get; }

    public long? HeaderLine => _rows.HeaderLine;

    public long Line => _rows.Line;

    public PassedLineKind? Passed => _rows.Passed;

    public RowLeftOut? LeftOut => Term(Status) switch
    {
        "" or ArchivedOccurrence.Unverified => new(ImportFindingLevel.Note, "What no person verified is left out.", null),
        ArchivedOccurrence.VerifiedByHuman when ArchivedOccurrence.TryReadId(Term(Id), out _) => null,
        ArchivedOccurrence.VerifiedByHuman => new(
            ImportFindingLevel.Warning, $"Rows whose {Id} is none of an archive from here are left out; expected one like '{ArchivedOccurrence.IdOf(12)}'.", ShortText.Quote(Term(Id))),
        var other => new(
            ImportFindingLevel.Warning,
            $"Rows with another {Status} than '{ArchivedOccurrence.VerifiedByHuman}' or '{ArchivedOccurrence.Unverified}' are left out.", ShortText.Quote(other)),
    };

    public double Done => _rows.Done;

    public IReadOnlyList<IReadOnlyList<string>> Sample => _rows.Sample;

    public string Text => _rows.Text;

    public IEnumerable<ImportFinding> Findings => _rows.Findings;

    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => _rows.ReadAsync(cancellationToken);

    public string Field(int index) => index < _rows.Headers.Count ? _table.ValueAt(_rows, index) : _added[index - _rows.Headers.Count].Read();

    public ValueTask DisposeAsync() => _rows.DisposeAsync();

    private string Term(string term) => _table.ValueOf(_rows, term);
}

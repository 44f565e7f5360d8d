namespace Antenna.Data.Import.Tables;

/// <summary>The common names of the taxa of an archive, which stand in a table of their own. Memory grows with the names.</summary>
internal sealed class VernacularNames
{
    /// <summary>What columns of common names hold between names of one taxon.</summary>
    private const char Between = '|';

    private const string Term = "vernacularName";

    private readonly Dictionary<string, List<string>> _names = new(StringComparer.Ordinal);
    private readonly string _location;
    private string? _fault;

    private VernacularNames(string location) => _location = location;

    /// <summary>Lines that give a name.</summary>
    public long Lines { get; private set; }

    /// <summary>Reads them; null where the archive has none, or does not say which column holds them and of which taxa they are.</summary>
    public static async Task<VernacularNames?> ReadAsync(ArchiveFiles files, ArchiveTable? table, CancellationToken cancellationToken)
    {
        if (table is not { Source: not null, IdIndex: { } id } || !table.Has(Term))
            return null;
        var names = new VernacularNames(table.Location);
        try
        {
            await using var rows = ChecklistArchive.Open(files, table, await ChecklistArchive.WidthAsync(files, table, cancellationToken));
            while (await rows.ReadAsync(cancellationToken))
            {
                if (rows.Passed is null)
                    names.Add(rows.Field(id).Trim(), table.ValueOf(rows, Term));
            }
        }
        catch (ImportRefusedException refused)
        {
            // Taxa are taxa without common names too. What was read of them would be some, and nobody could say which.
            names._names.Clear();
            (names.Lines, names._fault) = (0, refused.Message);
        }

        return names;
    }

    /// <summary>The names of a taxon as a column of them has them; empty where it has none.</summary>
    /// <param name="id">By which the table refers to it.</param>
    public string Of(string id) => _names.TryGetValue(id, out var names) ? string.Join(Between, names) : "";

    /// <summary>Follows what is said of an archive; begins with a space.</summary>
    public override string ToString() => _fault is null
        ? $" {CountText.Of(Lines, "common name", "common names")} of {CountText.Of(_names.Count, "taxon", "taxa")} in {_location}."
        : $" Its common names are not read: {_fault}";

    private void Add(string taxon, string name)
    {
        if (taxon.Length == 0 || name.Length == 0)
            return;
        Lines++;
        if (!_names.TryGetValue(taxon, out var names))
            _names.Add(taxon, names = new(1));
        names.Add(name);
    }
}

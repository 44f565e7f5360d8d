using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Camtrap;

/// <summary>Counts the rows of a package's table that have something in columns that are not kept, so that the report says what did not come.</summary>
/// <param name="table">Of which all columns that are read were looked for already.</param>
internal sealed class UnkeptColumns(ImportTable table)
{
    private readonly IReadOnlyList<TableColumn> _columns = table.UnusedColumns;
    private readonly long[] _rows = new long[table.UnusedColumns.Count];

    /// <summary>Accounts for the current row.</summary>
    public void Count()
    {
        foreach (var (index, column) in _columns.Index())
        {
            if (table.Holds(column))
                _rows[index]++;
        }
    }

    public void Report(ImportFindings findings)
    {
        var filled = _columns.Zip(_rows).Where(each => each.Second > 0).ToList();
        if (filled.Count > 0)
            findings.Note(
                "Columns that have no place here are not kept.", table.FilePlace,
                string.Join(", ", filled.Select(each => $"{each.First.Header} ({CountText.Of(each.Second, "row", "rows")})")), filled.Count);
    }
}

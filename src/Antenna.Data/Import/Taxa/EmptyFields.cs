using System.Collections.Frozen;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Taxa;

/// <summary>Reads the fields of taxa, of which publishers write into many that they have nothing for them.</summary>
internal static class EmptyFields
{
    private static readonly FrozenSet<string> Nothing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "-", "-1", "NotAvail", "NA", "N/A", "NaN", "null", "none", "unknown", "unassigned", "not assigned", "incertae sedis");

    /// <summary>The field of the current row; null where it is empty, or says that there is nothing.</summary>
    /// <exception cref="ImportRefusedException">It is no text.</exception>
    public static string? GivenText(this ImportTable table, TableColumn? column) =>
        table.Text(column) is { } text && !Nothing.Contains(text) ? text : null;
}

using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Taxa;

/// <summary>A column that says yes or no; an empty field, and a file without the column, say no.</summary>
internal sealed class YesOrNoColumn(ImportTable table, TableColumn? column)
{
    /// <summary>Reads the current row; what is neither yes nor no becomes a problem.</summary>
    public bool Read(ImportProblems problems)
    {
        var text = table.Text(column);
        switch (text?.ToLowerInvariant())
        {
            case "true" or "yes" or "y" or "1" or "x":
                return true;
            case null or "false" or "no" or "n" or "0":
                return false;
            default:
                problems.Add(table.Place(column), $"\"{text}\" is neither yes nor no; expected true or false.");
                return false;
        }
    }
}

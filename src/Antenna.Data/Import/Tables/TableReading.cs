using System.Globalization;

namespace Antenna.Data.Import.Tables;

/// <summary>How a person wants a table to be read; what is null is found out.</summary>
public sealed record TableReading
{
    public static readonly TableReading Detected = new();

    /// <summary>The name of an encoding, see <see cref="TextEncodings"/>.</summary>
    public string? Encoding { get; init; }

    /// <summary>What parts the fields of a line.</summary>
    public char? Separator { get; init; }

    /// <summary>The column of names, by its header or by its number from 1.</summary>
    public string? NameColumn { get; init; }

    /// <summary>The sheet of a workbook, by its name or by its number from 1.</summary>
    public string? Sheet { get; init; }

    /// <summary>The place whose taxa an archive's distribution is to give, by its name or its code; null for all taxa of the archive.</summary>
    public string? Place { get; init; }

    /// <summary>What a taxon must be there; null for all that says that it occurs.</summary>
    public OccurrenceStatuses? Occurrence { get; init; }
}

/// <summary>How a table was read, for a person to see and to change.</summary>
/// <param name="Encoding">Its name, see <see cref="TextEncodings"/>; null for what is no text.</param>
/// <param name="Separator">What parts the fields of a line; null where a line is one name.</param>
/// <param name="Headers">The headers in their order.</param>
/// <param name="NameColumn">The position of the column of names, from 0; null where none was found.</param>
public sealed record TableShape(string? Encoding, char? Separator, IReadOnlyList<string> Headers, int? NameColumn)
{
    /// <summary>The name of the file, without its folder.</summary>
    public string File { get; init; } = "";

    /// <summary>The sheets of a workbook in their order; none for what is no workbook.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>The sheet that was read; null for what is no workbook.</summary>
    public string? Sheet { get; init; }

    /// <summary>The places that an archive's distribution names, those with most taxa first; none for what has none.</summary>
    public IReadOnlyList<ListedPlace> Places { get; init; } = [];
}

/// <summary>A place that a checklist has taxa of.</summary>
/// <param name="Name">As the distribution has it.</param>
/// <param name="Occurrences">How many taxa are what there, most first.</param>
public sealed record ListedPlace(string Name, IReadOnlyList<ListedOccurrence> Occurrences)
{
    /// <summary>Great Britain: 59 present, 1 migrant.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Occurrences.Select(each => each.ToString()))}";
}

/// <summary>What taxa are in a place, and how many are.</summary>
/// <param name="Status">As the distribution has it; empty where it does not say.</param>
/// <param name="IsListed">The status says that they occur.</param>
public sealed record ListedOccurrence(string Status, int Taxa, bool IsListed)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Taxa:N0} {OccurrenceStatuses.NameOf(Status)}");
}

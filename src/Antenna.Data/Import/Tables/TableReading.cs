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
}

/// <summary>How a table was read, for a person to see and to change.</summary>
/// <param name="Encoding">Its name, see <see cref="TextEncodings"/>; null for what is no text.</param>
/// <param name="Separator">What parts the fields of a line; null where a line is one name.</param>
/// <param name="Headers">The headers in their order.</param>
/// <param name="NameColumn">The position of the column of names, from 0; null where none was found.</param>
public sealed record TableShape(string? Encoding, char? Separator, IReadOnlyList<string> Headers, int? NameColumn)
{
    /// <summary>The sheets of a workbook in their order; none for what is no workbook.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>The sheet that was read; null for what is no workbook.</summary>
    public string? Sheet { get; init; }
}

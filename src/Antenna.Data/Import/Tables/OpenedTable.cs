namespace Antenna.Data.Import.Tables;

/// <summary>A table that stands open at its first row.</summary>
/// <param name="Shape">How it is read, for a person to change; without the column of names.</param>
/// <param name="Reading">How it is read, as a sentence.</param>
internal sealed record OpenedTable(ITableRows Rows, TableShape Shape, string Reading)
{
    /// <summary>How many common names an archive has in a table of their own.</summary>
    public long CommonNames { get; init; }

    /// <summary>A table that is text.</summary>
    public static OpenedTable OfText(TableSource source, TableLayout layout, bool isEncodingChosen) => new(
        ImportTable.RowsOf(source, layout), new(TextEncodings.NameOf(layout.Encoding), layout.Separator, layout.Headers, null), layout.Describe(isEncodingChosen));
}

using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Taxa;

/// <summary>A request to import taxa: a table of one row a taxon, its columns found by their headers in any order.</summary>
/// <param name="File">Path of the table.</param>
public sealed record TaxaRequest(string File)
{
    /// <summary>The taxonomy that new taxa come from, where their rows do not say; null for the file's name.</summary>
    public string? Source { get; init; }

    /// <summary>How the file is read.</summary>
    public TableReading Reading { get; init; } = TableReading.Detected;

    public ImportMode Mode { get; init; } = ImportMode.Write;

    /// <summary>Is given how the file is read, before its rows are; null where that is not needed.</summary>
    public Action<TableShape>? OnTable { get; init; }

    /// <summary>What else belongs into the import's transaction.</summary>
    public ImportCompletion? OnCommit { get; init; }
}

namespace Antenna.Data.Import.Taxa;

/// <summary>A request to import taxa: a table of one row a taxon, its columns found by their headers in any order.</summary>
/// <param name="File">Path of the table.</param>
public sealed record TaxaRequest(string File)
{
    /// <summary>The taxonomy that new taxa come from, where their rows do not say; null for the file's name.</summary>
    public string? Source { get; init; }

    /// <summary>The header of the column of names; null to take the first usual one.</summary>
    public string? NameColumn { get; init; }

    public ImportMode Mode { get; init; } = ImportMode.Write;
}

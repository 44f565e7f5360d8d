namespace Antenna.Data.Import.Taxa;

/// <summary>A file of taxa to import: one row a taxon, columns found by their headers in any order.</summary>
/// <param name="Path">The file.</param>
public sealed record TaxaImportRequest(string Path)
{
    /// <summary>The taxonomy that new taxa come from, where their rows do not say; null for the file's name.</summary>
    public string? Source { get; init; }

    /// <summary>The header of the column of names; null to take the first usual one.</summary>
    public string? NameColumn { get; init; }
}

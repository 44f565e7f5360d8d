namespace Antenna.Data.Import.Taxa;

/// <summary>A file of names to import as the next version of a taxa list.</summary>
/// <param name="Path">The file: a table with a column of names.</param>
/// <param name="ListName">The list, made if there is none of this name.</param>
/// <param name="AuthorId">The person who imports it.</param>
public sealed record TaxaListImportRequest(string Path, string ListName, long AuthorId)
{
    /// <summary>The project that owns the list; null for a shared one.</summary>
    public long? ProjectId { get; init; }

    /// <summary>Why there is a new version, in the author's words; null to name the file.</summary>
    public string? Note { get; init; }

    /// <summary>The header of the column of names; null to take the first usual one.</summary>
    public string? NameColumn { get; init; }
}

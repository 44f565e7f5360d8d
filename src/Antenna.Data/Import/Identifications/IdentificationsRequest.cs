using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Identifications;

/// <summary>A request to import what people identified.</summary>
/// <param name="File">Path of the table.</param>
/// <param name="Project">Name of the project that the occurrences belong to.</param>
/// <param name="Person">Who identified, where the table does not say.</param>
public sealed record IdentificationsRequest(string File, string Project, string Person)
{
    /// <summary>How the file is read.</summary>
    public TableReading Reading { get; init; } = TableReading.Detected;

    /// <summary>The folder that the paths of crops are in; null where it is not known. Usually that of the table.</summary>
    public string? PictureFolder { get; init; } = ImportFile.FolderOf(File);

    /// <summary>
    /// Is given how the file is read, before its rows are: without its column of names first, for where that cannot be found.
    /// Null where that is not needed.
    /// </summary>
    public Action<TableShape>? OnTable { get; init; }

    /// <summary>What else belongs into the import's transaction.</summary>
    public ImportCompletion? OnCommit { get; init; }

    public ImportMode Mode { get; init; } = ImportMode.Write;
}

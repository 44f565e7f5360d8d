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

    public ImportMode Mode { get; init; } = ImportMode.Write;
}

using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>What importing a taxa list did.</summary>
public sealed record TaxaListReport : ImportReport
{
    public required string List { get; init; }

    /// <summary>The version made, or in check-only mode the one that would be made; null where nothing changed.</summary>
    public required int? Version { get; init; }

    /// <summary>Accepted taxa listed.</summary>
    public required int TaxonCount { get; init; }

    /// <summary>How many lines were matched in each way.</summary>
    public required IReadOnlyDictionary<NameMatchKind, long> Lines { get; init; }

    /// <summary>The content equals that of the newest version: no version was made.</summary>
    public bool NothingChanged => Version is null;
}

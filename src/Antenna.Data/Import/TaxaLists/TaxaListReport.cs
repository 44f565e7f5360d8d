using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>What importing a taxa list did.</summary>
public sealed record TaxaListReport : ImportReport
{
    public required string List { get; init; }

    /// <summary>The list's id; null where a check would make it.</summary>
    public long? TaxaListId { get; init; }

    /// <summary>The version made, or in check-only mode the one that would be made; null where nothing changed.</summary>
    public required int? Version { get; init; }

    /// <summary>Names listed, whether the taxonomy knows them or not.</summary>
    public required int NameCount { get; init; }

    /// <summary>Accepted taxa that those names are.</summary>
    public required int TaxonCount { get; init; }

    /// <summary>The places of an archive's distribution, one of which can be chosen.</summary>
    public IReadOnlyList<ListedPlace> Places { get; init; } = [];

    /// <summary>How many lines were matched in each way.</summary>
    public required IReadOnlyDictionary<NameMatchKind, long> Lines { get; init; }

    /// <summary>How many lines hold no name, by why.</summary>
    public required IReadOnlyDictionary<PassedLineKind, long> WithoutName { get; init; }

    /// <summary>How many lines do not list their name, by what the list says of it.</summary>
    public required IReadOnlyDictionary<NameStatus, long> NotListed { get; init; }

    /// <summary>The same by file, where several make the list; none where one does.</summary>
    public IReadOnlyList<ListedFile> Files { get; init; } = [];

    /// <summary>The list says what its newest version says: no version was made.</summary>
    public bool NothingChanged => Version is null;
}

/// <summary>What became of the lines of one of the files that make a list.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="Lines">How many were matched in each way.</param>
/// <param name="WithoutName">How many hold no name.</param>
public sealed record ListedFile(string Name, IReadOnlyDictionary<NameMatchKind, long> Lines, long WithoutName);

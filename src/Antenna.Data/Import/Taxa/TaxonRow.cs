using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Taxa;

/// <summary>One row of a file of taxa or of a taxa list, read but not yet understood against the taxonomy.</summary>
internal sealed record TaxonRow
{
    public required ImportPlace Place { get; init; }

    /// <summary>The name as the file has it; null where the field is empty.</summary>
    public required string? Text { get; init; }

    public required ParsedName Name { get; init; }

    /// <summary>As given, else as the other columns or the form of the name show it.</summary>
    public required Rank Rank { get; init; }

    /// <summary>The rank as given, where it is none that is known.</summary>
    public required string? RankText { get; init; }

    public required NameStatus Status { get; init; }

    /// <summary>The status as given; null where none is.</summary>
    public required string? StatusText { get; init; }

    /// <summary>Whether the taxon occurs, where the row says so apart from the status of its name.</summary>
    public required NameStatus Occurrence { get; init; }

    /// <summary>The accepted name, taken apart; null where none is given.</summary>
    public required ParsedName? Accepted { get; init; }

    public required string? Author { get; init; }

    /// <summary>Names of higher taxa by rank, canonical.</summary>
    public required IReadOnlyDictionary<Rank, string> Higher { get; init; }

    public required IReadOnlyList<string> CommonNames { get; init; }

    public required IReadOnlyList<ExternalKey> Keys { get; init; }

    /// <summary>Keys of what the name is accepted as.</summary>
    public required IReadOnlyList<ExternalKey> AcceptedKeys { get; init; }

    public required string? Source { get; init; }

    /// <summary>The row says that it is no taxon: a classifier's background, a vehicle.</summary>
    public required bool IsNotATaxon { get; init; }

    public string? Kingdom => Higher.GetValueOrDefault(Rank.Kingdom);

    /// <summary>Whether the row gives another name as the accepted one; what its status says does not count.</summary>
    public bool IsSynonym => Accepted is { } accepted && accepted.Key != Name.Key;

    /// <summary>Why the row's own name can be no taxon; null if it can.</summary>
    public string? Fault => FaultOf(Name, Rank);

    /// <summary>Why a name can be no taxon of a rank; null if it can.</summary>
    public static string? FaultOf(ParsedName name, Rank rank) => name switch
    {
        { Text: "" } => "The row has no name",
        { IsMisapplied: true } => "The name is given as misapplied by authors, which says nothing of a taxon",
        { IsOpen: true } => "The name leaves the species open",
        { Uninomial: null } => "The text is no scientific name",
        { Epithets.Count: 0 } when rank is Rank.Species or Rank.Subspecies => "The name of a species or subspecies has only one word",
        _ => null,
    };
}

namespace Antenna.Core.Taxonomy;

/// <summary>A taxon with everything that it can be found by.</summary>
public sealed record NamedTaxon(long Id, string Name, Rank Rank, long? ParentId = null, long? AcceptedTaxonId = null)
{
    public string? Author { get; init; }

    /// <summary>The name is known only as one that authors used wrongly: it denotes nothing.</summary>
    public bool IsMisapplied { get; init; }

    public IReadOnlyList<string> CommonNames { get; init; } = [];

    public IReadOnlyList<ExternalKey> Keys { get; init; } = [];
}

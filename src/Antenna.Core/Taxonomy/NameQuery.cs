namespace Antenna.Core.Taxonomy;

/// <summary>A name to be matched, with what its source says about it besides.</summary>
public sealed record NameQuery(string Name)
{
    /// <summary>The rank that the source gives; null where it gives none.</summary>
    public Rank? Rank { get; init; }

    /// <summary>The author where the source has it apart from the name.</summary>
    public string? Author { get; init; }

    /// <summary>Higher taxa by rank ("order" Lepidoptera), which distinguish homonyms.</summary>
    public IReadOnlyDictionary<Rank, string> HigherTaxa { get; init; } = new Dictionary<Rank, string>();

    public IReadOnlyList<ExternalKey> Keys { get; init; } = [];
}

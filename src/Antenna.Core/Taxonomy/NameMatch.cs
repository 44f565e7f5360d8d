namespace Antenna.Core.Taxonomy;

/// <summary>What a name was matched to.</summary>
/// <param name="Kind">How.</param>
/// <param name="TaxonId">The taxon that bears the name; null unless it is certain.</param>
/// <param name="AcceptedTaxonId">What that taxon is accepted as: itself unless the name is a synonym.</param>
/// <param name="Suggestions">Taxa for a person to choose from, likeliest first; never taken silently.</param>
/// <param name="Note">For the report: what a person should know about this match; null if nothing.</param>
public sealed record NameMatch(
    NameMatchKind Kind,
    long? TaxonId,
    long? AcceptedTaxonId,
    IReadOnlyList<NameSuggestion> Suggestions,
    string? Note = null);

/// <summary>A taxon that a name may have meant.</summary>
/// <param name="TaxonId">The taxon that bears the suggested name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Distance">Letters to insert, delete, replace or swap to get there; 0 for a homonym.</param>
public sealed record NameSuggestion(long TaxonId, string Name, int Distance);

namespace Antenna.Core.Taxonomy;

/// <summary>
/// One taxon as published: what it claims as its parent (null at a root) and as its accepted taxon (null if the name
/// is accepted) may be wrong.
/// </summary>
public sealed record TaxonNode(long Id, string Name, Rank Rank, long? ParentId, long? AcceptedTaxonId);

namespace Antenna.Core.Taxonomy;

/// <summary>One taxon of a taxa list version, alone or with everything that lies below it.</summary>
public sealed record ListEntry(long TaxonId, bool IncludeDescendants);

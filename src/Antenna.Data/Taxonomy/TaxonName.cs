using Antenna.Core.Taxonomy;

namespace Antenna.Data.Taxonomy;

/// <summary>A taxon as pages name it.</summary>
public sealed record TaxonName(long Id, string Name, Rank Rank);

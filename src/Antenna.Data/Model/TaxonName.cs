using Antenna.Core.Taxonomy;

namespace Antenna.Data.Model;

/// <summary>A taxon as pages name it.</summary>
public sealed record TaxonName(long Id, string Name, Rank Rank);

namespace Antenna.Core.Taxonomy;

/// <summary>
/// The ranks that the product distinguishes. Values grow from coarse to fine, so that ranks compare and sort as
/// numbers; <see cref="Unknown"/> sorts last. The numbers are stored: they never change.
/// </summary>
public enum Rank : short
{
    Kingdom = 10,
    Phylum = 20,
    Class = 30,
    Order = 40,
    Superfamily = 50,
    Family = 60,
    Subfamily = 70,
    Tribe = 80,
    Subtribe = 90,
    Genus = 100,
    Species = 110,
    Subspecies = 120,
    Unknown = 1000,
}

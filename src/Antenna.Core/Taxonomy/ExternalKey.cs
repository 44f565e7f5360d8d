namespace Antenna.Core.Taxonomy;

/// <summary>What another database calls a taxon: an opaque string and the database that gave it ("gbif", "inat").</summary>
public sealed record ExternalKey(string Source, string Key);

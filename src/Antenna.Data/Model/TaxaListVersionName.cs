namespace Antenna.Data.Model;

/// <summary>A version of a taxa list as pages name it: "Vermont insects v3".</summary>
public sealed record TaxaListVersionName(long VersionId, long TaxaListId, string Name, int Number);

namespace Antenna.Data.Import.Identifications;

/// <summary>An identification as a table has it, its name matched already.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="OccurrenceId">Of what; either this or <paramref name="Crop"/>.</param>
/// <param name="Crop">Of what: the path of a crop.</param>
/// <param name="Person">Who.</param>
/// <param name="TaxonId">The accepted taxon; null for a comment.</param>
/// <param name="IdentifiedAt">
/// When, UTC; null where the table does not say, or says what cannot be read or is still to come: then it is now, the newest of all, by which
/// the rules of determination and of superseding hold as for any other. Imported again it is the one of before.
/// </param>
internal sealed record IdentificationRow(
    long Line, long? OccurrenceId, string? Crop, string Person, long? TaxonId, DateTime? IdentifiedAt, string? Comment);

namespace Antenna.Data.Import.Identifications;

/// <summary>What an import of identifications may look at or change.</summary>
internal static class IdentificationCheck
{
    public static IReadOnlyList<CheckTable> Tables { get; } =
    [
        new("people", "true"),
        new("occurrences", $"id in (select occurrence_id from {IdentificationStaging.Staged})"),
        new("identifications", "occurrence_id in (select id from occurrences)"),
    ];
}

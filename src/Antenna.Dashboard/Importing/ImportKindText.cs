using Antenna.Data.ImportJobs;
using Antenna.Data.Model;

namespace Antenna.Dashboard.Importing;

/// <summary>What kinds of imports and of their files are called.</summary>
internal static class ImportKindText
{
    public static string Of(ImportKind kind) => kind switch
    {
        ImportKind.PipelineResults => "Pipeline results",
        ImportKind.Taxa => "Taxa",
        ImportKind.TaxaList => "Taxa list",
        ImportKind.Identifications => "Identifications",
        ImportKind.RunningAntenna => "A running Antenna",
        ImportKind.CamtrapDp => "Camtrap DP package",
        _ => kind.ToString(),
    };

    public static string Of(FoundFileKind kind) => kind switch
    {
        FoundFileKind.PipelineResults => "pipeline results",
        FoundFileKind.Captures => "captures of pipeline results",
        FoundFileKind.Taxa => "a table of taxa",
        FoundFileKind.Identifications => "a table of identifications",
        FoundFileKind.CamtrapDp => "a Camtrap DP package, or a part of one",
        FoundFileKind.TaxaList => "a list of names",
        FoundFileKind.MatchingReport => "a report on the names of a list",
        FoundFileKind.HandedOn => "an export that is not imported",
        _ => "not known by how it begins",
    };

    /// <summary>Where a file goes that is the main one of no import; null where nothing is known of that.</summary>
    public static string? WhereTo(FoundFileKind kind) => kind switch
    {
        FoundFileKind.Captures => "A table of captures goes with pipeline results, for it says when and where their pictures were taken: choose their JSON and this table together.",
        FoundFileKind.MatchingReport => "A report says what became of the names of a list. What it suggests is accepted where that list is imported, or by the command's option --accept.",
        FoundFileKind.HandedOn => "This was exported to be read: it says what a run or a list did, and nothing of it is imported.",
        FoundFileKind.TaxaList => "Names that make a list are imported as one; as taxa, they change what all projects know.",
        _ => null,
    };

    /// <summary>The import that a file of this kind is the main one of; null where it is none's.</summary>
    public static ImportKind? ImportOf(FoundFileKind kind) => kind switch
    {
        FoundFileKind.PipelineResults => ImportKind.PipelineResults,
        FoundFileKind.Taxa => ImportKind.Taxa,
        FoundFileKind.Identifications => ImportKind.Identifications,
        FoundFileKind.CamtrapDp => ImportKind.CamtrapDp,
        _ => null,
    };
}

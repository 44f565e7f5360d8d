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
        ImportKind.Identifications => "Identifications",
        ImportKind.RunningAntenna => "A running Antenna",
        _ => kind.ToString(),
    };

    public static string Of(FoundFileKind kind) => kind switch
    {
        FoundFileKind.PipelineResults => "pipeline results",
        FoundFileKind.Captures => "a table of captures",
        FoundFileKind.Taxa => "a table of taxa",
        FoundFileKind.Identifications => "a table of identifications",
        FoundFileKind.CamtrapDp => "of a Camtrap DP package, which is not read yet",
        FoundFileKind.TaxaList => "a list of names",
        _ => "not known by how it begins",
    };

    /// <summary>The import that a file of this kind is the main one of; null where it is none's.</summary>
    public static ImportKind? ImportOf(FoundFileKind kind) => kind switch
    {
        FoundFileKind.PipelineResults => ImportKind.PipelineResults,
        FoundFileKind.Taxa => ImportKind.Taxa,
        FoundFileKind.Identifications => ImportKind.Identifications,
        _ => null,
    };
}

using Antenna.Data.Database;

namespace Antenna.Data.Import;

/// <summary>What an import does; which of these, and in which order, is each import's own.</summary>
public enum ImportPhase
{
    CheckFile,
    ReadPackage,
    ReadTaxa,
    ReadIdentifications,
    MatchNames,
    ImportDetections,
    FindOccurrences,
    DetermineOccurrences,
    ResolveClasses,
    ResolveListedNames,
    ReadRemoteLists,
    FetchOccurrences,
    FetchClassifications,

    /// <summary>Nothing, until somebody else has ended or the database does again what it is there for.</summary>
    Wait,
}

/// <summary>How far an import is.</summary>
/// <param name="Phase">What it does now.</param>
/// <param name="Done">How much of this phase is done, 0 to 1; null where that is not known.</param>
/// <param name="Rows">How many rows this phase has gone through.</param>
/// <param name="Wait">What it waits for; null where it does not wait.</param>
public readonly record struct ImportProgress(ImportPhase Phase, double? Done = null, long Rows = 0, DatabaseWait? Wait = null);

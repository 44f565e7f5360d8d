using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Import;

namespace Antenna.Dashboard.Importing;

/// <summary>What an import does now, in the words that page and command line both show.</summary>
internal static class ImportProgressText
{
    /// <summary>In lower case, to begin a line or to stand within one: "matching names".</summary>
    public static string Of(ImportProgress progress) => progress switch
    {
        { Wait: { } wait } => string.Create(
            CultureInfo.InvariantCulture, $"waiting since {wait.Since:HH:mm:ss} UTC for {Holder(wait)}; it goes on by itself when that has ended"),
        { Phase: ImportPhase.CheckFile } => "checking the file",
        { Phase: ImportPhase.ReadPackage } => "reading the package",
        { Phase: ImportPhase.ReadTaxa } => "reading taxa",
        { Phase: ImportPhase.ReadIdentifications } => "reading identifications",
        { Phase: ImportPhase.MatchNames } => "matching names",
        { Phase: ImportPhase.ImportDetections } => "importing detections",
        { Phase: ImportPhase.FindOccurrences } => "finding the occurrences",
        { Phase: ImportPhase.DetermineOccurrences } => "determining occurrences",
        { Phase: ImportPhase.ResolveClasses } => "resolving the classes of classifiers",
        { Phase: ImportPhase.ResolveListedNames } => "resolving the names on lists",
        { Phase: ImportPhase.ReadRemoteLists } => "reading the lists of the other Antenna",
        { Phase: ImportPhase.FetchOccurrences } => "fetching occurrences",
        { Phase: ImportPhase.FetchClassifications } => "fetching logits",
        _ => "waiting",
    };

    private static string Holder(LockWait wait) => wait.HolderName.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"the database's session {wait.HolderProcess}, which holds a lock")
        : wait.HolderName;
}

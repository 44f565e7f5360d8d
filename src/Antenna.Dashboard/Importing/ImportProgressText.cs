using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.PostProcessing.ImportJobs;

namespace Antenna.Dashboard.Importing;

/// <summary>What an import does now, in the words that page and command line both show.</summary>
internal static class ImportProgressText
{
    /// <summary>In lower case, to begin a line or to stand within one: "matching names".</summary>
    public static string Of(ImportProgress progress) => progress switch
    {
        { Wait: { } wait } => string.Create(CultureInfo.InvariantCulture, $"waiting since {wait.Since:HH:mm:ss} UTC: {Why(wait)}"),
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

    /// <summary>What it waits for, since when, what a person can do, and how it goes on.</summary>
    public static string Sentence(DatabaseWait wait) => string.Create(
        CultureInfo.InvariantCulture,
        $"{What(wait)} since {wait.Since:yyyy-MM-dd HH:mm:ss} UTC. {DatabaseErrorText.Advice(wait.Kind)}. {After(wait)}");

    private static string Why(DatabaseWait wait) =>
        wait.Holder is { } holder ? $"{DatabaseErrorText.Label(wait.Kind)} held by {holder}" : DatabaseErrorText.Label(wait.Kind);

    private static string What(DatabaseWait wait) =>
        wait.Holder is { } holder ? $"The import waits for a lock held by {holder}" : DatabaseErrorText.What(wait.Kind);

    private static string After(DatabaseWait wait) => wait.Holder is not null
        ? "The import goes on by itself."
        : string.Create(CultureInfo.InvariantCulture, $"The import is tried again by itself for {ImportExecutor.RetryTimeout.TotalMinutes:0} minutes; nothing of it is written before its end.");
}

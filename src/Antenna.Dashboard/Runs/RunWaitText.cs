using System.Globalization;
using Antenna.Data.Database;

namespace Antenna.Dashboard.Runs;

/// <summary>What a run waits for, in the words that page and command line both show.</summary>
public static class RunWaitText
{
    /// <summary>For a table or a line of progress: "waits for a lock held by run 17 since 2026-07-12 03:00:07 UTC".</summary>
    public static string Label(DatabaseWait wait) => string.Create(
        CultureInfo.InvariantCulture, $"waits: {DatabaseErrorText.Label(wait.Kind)}{Holder(wait)} since {wait.Since:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>What it is, since when, and what a person can do.</summary>
    public static string Sentence(DatabaseWait wait) => string.Create(
        CultureInfo.InvariantCulture,
        $"{What(wait)} since {wait.Since:yyyy-MM-dd HH:mm:ss} UTC. {Advice(wait)}. The run continues by itself.");

    private static string What(DatabaseWait wait) => (wait.Kind, wait.Holder) switch
    {
        (DatabaseErrorKind.LockWait, { } holder) => $"The run waits for a lock held by {holder}",
        var (kind, _) => DatabaseErrorText.What(kind),
    };

    private static string Advice(DatabaseWait wait) => wait switch
    {
        { Kind: DatabaseErrorKind.LockWait, Holder: { } holder } when holder.StartsWith("run ", StringComparison.Ordinal) =>
            "Nothing is to be done: that run is writing the same occurrences",
        _ => DatabaseErrorText.Advice(wait.Kind),
    };

    private static string Holder(DatabaseWait wait) => wait.Holder is { } holder ? $" held by {holder}" : "";
}

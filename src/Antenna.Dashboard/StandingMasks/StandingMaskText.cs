using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Projects;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.StandingMasks;

/// <summary>What is told of standing masks, on pages and by commands.</summary>
internal static class StandingMaskText
{
    /// <summary>What a standing mask makes of an import.</summary>
    /// <param name="checkOnly">Whether the import only checked.</param>
    public static string Of(StandingMaskOutcome outcome, bool checkOnly)
    {
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"Standing mask {outcome.StandingMaskId} ({outcome.Classifier} to {outcome.TaxaList}), {outcome.Captures:N0} {(outcome.Captures == 1 ? "capture" : "captures")} with new predictions: ");
        return what + outcome switch
        {
            { IsPaused: true } => "it is paused; nothing is launched.",
            { RunId: { } run } => string.Create(CultureInfo.InvariantCulture, $"run {run}."),
            { Refusal: { } refusal } => $"no run was launched. {refusal}",
            _ when checkOnly => "a run would be launched.",
            _ => "its run is not launched yet; the server, or the next command that executes runs, launches it.",
        };
    }

    /// <summary>What became of a run that was owed to an import.</summary>
    public static string Of(StandingMaskLaunchRow launch) => launch switch
    {
        { RunId: { } run } => string.Create(CultureInfo.InvariantCulture, $"run {run} ({launch.State?.ToString().ToLowerInvariant()})"),
        { Refusal: { } refusal } => $"no run. {refusal}",
        _ => "its run is not launched yet",
    };

    /// <summary>Whether it stands, is paused or has ended.</summary>
    public static string StateOf(StandingMaskRow mask) => mask switch
    {
        { Ended: not null } => "ended",
        { Paused: not null } => "paused",
        _ => "stands",
    };

    /// <summary>What it does, or did.</summary>
    public static string What(StandingMaskRow mask)
    {
        var version = mask.NewestVersion is { } number ? Written($", now v{number}") : "";
        var options = Of(mask.Options) is { } named ? $" ({named})" : "";
        return mask switch
        {
            { Ended: not null } => $"What imports brought of {mask.Classifier} was masked to the newest version of {mask.TaxaList}{options}. {Ran(mask)}",
            { Paused: not null } => $"Imports pass it by. Resumed, it masks what they bring of {mask.Classifier} to the newest version of {mask.TaxaList}{version}{options}. {Ran(mask)}",
            _ => $"Whatever an import brings of {mask.Classifier} is masked to the newest version of {mask.TaxaList}{version}{options}. {Ran(mask)}",
        };
    }

    /// <summary>Who set it and since when it stands, is paused or has ended.</summary>
    public static string Since(StandingMaskRow mask)
    {
        var set = Written($"Set by {mask.SetBy} on {mask.SetAt:yyyy-MM-dd HH:mm} UTC");
        return mask switch
        {
            { Ended: { } ended } => Written($"{set}; ended by {ended.By} on {ended.At:yyyy-MM-dd HH:mm} UTC."),
            { Paused: { } paused } => Written($"{set}; paused by {paused.By} since {paused.At:yyyy-MM-dd HH:mm} UTC."),
            _ => $"{set}.",
        };
    }

    /// <summary>What setting one would do, with its numbers.</summary>
    public static IEnumerable<string> OfSetting(MaskPlan plan, ClassifiedCount there)
    {
        yield return Written($"From now on, what an import brings of {plan.Classifier.Name} is masked to the newest version of {plan.Listing.List.Name}.")
            + Written($" That is v{plan.Listing.Name.Number} now, which keeps {Count(plan.Kept.ListedCount, "class", "classes")} of {plan.CategoryMap.Count:N0}.");
        yield return there.Predictions == 0
            ? $"No prediction of {plan.Classifier.Name} counts in the project yet."
            : $"What is there stays as it is: {There(plan.Classifier.Name, there)}.";
    }

    /// <summary>What pausing it would do.</summary>
    public static string OfPause(StandingMaskRow mask) =>
        $"Imports pass it by until somebody resumes it, and what they bring meanwhile is not masked. {Stays(mask)}";

    /// <summary>What ending it would do.</summary>
    public static string OfEnd(StandingMaskRow mask) =>
        $"It masks nothing more, and cannot be resumed: another one can be set. {Stays(mask)}";

    /// <summary>What resuming it would do.</summary>
    public static string OfResume(StandingMaskRow mask, ClassifiedCount there) =>
        "What is imported from now on is masked. What came while it was paused stays as it is"
        + (there.Predictions == 0 ? "." : $", until somebody masks what is there: {There(mask.Classifier, there)}.");

    /// <summary>What masking what is there would do.</summary>
    public static string OfMaskNow(StandingMaskRow mask, ClassifiedCount there) => there.Predictions == 0
        ? $"No prediction of {mask.Classifier} counts in {mask.Project}: there is nothing to mask."
        : Written($"A run goes through {Count(there.Predictions, "prediction", "predictions")} of {mask.Classifier} on {Count(there.Captures, "capture", "captures")}, all that count in {mask.Project}, and masks those that {mask.TaxaList}{(mask.NewestVersion is { } number ? $" v{number}" : "")} changes. It can be undone.");

    private static string There(string classifier, ClassifiedCount there) =>
        $"{Count(there.Predictions, "prediction", "predictions")} of {classifier} on {Count(there.Captures, "capture", "captures")} {(there.Predictions == 1 ? "counts" : "count")} in the project";

    private static string Ran(StandingMaskRow mask) => mask.Runs == 0 ? "It has launched no run yet." : $"It has launched {Count(mask.Runs, "run", "runs")}.";

    private static string Stays(StandingMaskRow mask)
    {
        var owed = mask.Owed == 0
            ? ""
            : $" {Count(mask.Owed, "import", "imports")} whose run is not launched yet {(mask.Owed == 1 ? "is" : "are")} passed by as well.";
        return (mask.Runs == 0 ? "It has launched no run yet." : $"What its {Count(mask.Runs, "run", "runs")} masked stays masked, and can be undone run by run.") + owed;
    }

    private static string Count(long number, string one, string many) => Written($"{number:N0} {(number == 1 ? one : many)}");

    private static string Written(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The options that are not the usual ones, in a few words; null where all are.</summary>
    public static string? Of(MaskOptions options)
    {
        var parts = new List<string>();
        if (options.Mode is ScoreMode.Absolute)
            parts.Add("absolute scores");
        if (options.OnlyWhenSpeciesChanges)
            parts.Add("only when the species changes");
        if (options.HoldBelow > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"hold below {options.HoldBelow}"));
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}

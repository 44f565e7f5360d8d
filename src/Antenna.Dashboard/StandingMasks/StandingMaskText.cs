using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.StandingMasks;

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

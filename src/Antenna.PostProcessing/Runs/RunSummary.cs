using System.Globalization;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>What a run did, in the sentences that page and command line both show.</summary>
public static class RunSummary
{
    /// <summary>What became of the rows: "265 rows checked: 210 masked, 50 unchanged, 5 skipped (no logits)."</summary>
    /// <param name="total">Rows in scope; null where they were not counted.</param>
    public static string Rows(RunCounters counters, long? total)
    {
        if (counters.Checked == 0)
        {
            return total == 0
                ? "No row was in scope: nothing of this classifier counts here, so there was nothing to mask."
                : "No row was checked.";
        }

        List<string> parts =
        [
            .. Part(counters.Masked, "masked"),
            .. Part(counters.Unchanged, "unchanged"),
            .. Part(counters.Restored, "restored to the classifier's own answer"),
            .. Part(counters.Held, "held for a person to look at"),
            .. Part(counters.SkippedNoLogits, "skipped (no logits)"),
            .. Part(counters.SkippedWrongLength, "skipped (wrong number of logits)"),
            .. Part(counters.SkippedNotFinite, "skipped (logits that give no probabilities)"),
            .. Part(counters.SkippedOutOfScope, "skipped (replaced by a newer result meanwhile)"),
        ];
        return $"{Count(counters.Checked, "row")} checked: {string.Join(", ", parts)}.";
    }

    /// <summary>
    /// What that means for the occurrences. None updated is not nothing done: what did change is said then.
    /// </summary>
    /// <param name="conditional">Say what a run would do, not what one did.</param>
    public static string Occurrences(RunCounters counters, long updated, bool conditional = false)
    {
        var rewritten = counters.Masked + counters.Restored;
        var be = conditional ? "would be" : updated > 1 ? "are" : "is";
        if (updated > 0)
            return $"{Count(updated, "occurrence")} {be} another species than before.";
        if (rewritten > 0)
            return $"0 occurrences updated: {Count(rewritten, "score")} {(conditional ? "would be " : "")}rewritten, no occurrence {be} another species than before.";
        return conditional
            ? "0 occurrences updated: nothing would change."
            : "0 occurrences updated: nothing changed.";
    }

    private static IEnumerable<string> Part(long number, string what) =>
        number == 0 ? [] : [$"{number.ToString("N0", CultureInfo.InvariantCulture)} {what}"];

    private static string Count(long number, string what) =>
        $"{number.ToString("N0", CultureInfo.InvariantCulture)} {what}{(number == 1 ? "" : "s")}";
}

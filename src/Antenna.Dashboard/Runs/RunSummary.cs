using System.Globalization;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Runs;

/// <summary>What a run did, in the sentences that page and command line both show.</summary>
internal static class RunSummary
{
    /// <summary>What became of the rows: "265 predictions checked: 210 masked, 50 unchanged, 5 skipped (no logits)."</summary>
    /// <param name="total">Rows in scope; null where they were not counted.</param>
    public static string Rows(IRunTask task, OutcomeCounts counters, long? total)
    {
        if (counters.Checked == 0)
        {
            return total == 0
                ? $"No {task.Rows.One} was in scope, so there was nothing to do."
                : $"No {task.Rows.One} was checked.";
        }

        var parts = task.Outcomes.Where(outcome => counters[outcome.Key] > 0).Select(outcome => $"{Number(counters[outcome.Key])} {outcome.Label}");
        return $"{Count(counters.Checked, task.Rows)} checked: {string.Join(", ", parts)}.";
    }

    /// <summary>
    /// What that means for the occurrences. None updated is not nothing done: what did change is reported then.
    /// </summary>
    /// <param name="conditional">Say what a run would do, not what one did.</param>
    public static string Occurrences(IRunTask task, OutcomeCounts counters, long updated, bool conditional = false)
    {
        var would = conditional ? "would be " : "";
        if (updated > 0)
        {
            return $"{Count(updated, ("occurrence", "occurrences"))} {would}updated: "
                + $"{(updated == 1 ? "its" : "their")} determined taxon {(conditional ? "would be" : "is")} another than before, or none.";
        }

        var changed = Changed(task, counters);
        return changed == 0
            ? $"0 occurrences {would}updated: nothing {(conditional ? "would change" : "changed")}."
            : $"0 occurrences {would}updated: {Count(changed, task.Rows)} {(conditional ? "would change" : "changed")}, and every determined taxon {(conditional ? "would stay" : "stayed")}.";
    }

    /// <summary>Rows that a person may want to look at, of one outcome: "Skipped: 12 because there are no logits."</summary>
    /// <param name="listed">The first of their ids.</param>
    public static string Listed(IRunTask task, TaskOutcome outcome, long rows, IReadOnlyList<long> listed)
    {
        var ids = string.Join(", ", listed.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var more = rows > listed.Count ? $" and {Number(rows - listed.Count)} more" : "";
        return $"{Count(rows, task.Rows)} {outcome.Label}, because {outcome.Meaning}: {(listed.Count == 1 ? task.Rows.One : task.Rows.Many)} {ids}{more}.";
    }

    /// <summary>How many rows a run changed.</summary>
    public static long Changed(IRunTask task, OutcomeCounts counters) => Of(task, counters, OutcomeKind.Changed);

    /// <summary>The rows that wait for a person, and those that could not be worked on: "3 left for a person", "5 skipped".</summary>
    public static IEnumerable<string> Remaining(IRunTask task, OutcomeCounts counters) => new[] { OutcomeKind.Left, OutcomeKind.Skipped }
        .Select(kind => (Kind: kind, Rows: Of(task, counters, kind))).Where(each => each.Rows > 0)

        // The number stays with its word where the text takes two lines.
        .Select(each => $"{Number(each.Rows)}\u00a0{KindOf(each.Kind)}");

    /// <summary>What an outcome of a kind says of a row, to follow a number of rows.</summary>
    public static string KindOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Changed => "changed",
        OutcomeKind.Unchanged => "unchanged",
        OutcomeKind.Left => "left for a person",
        _ => "skipped",
    };

    /// <summary>"1 prediction", "2 predictions".</summary>
    public static string Count(long number, (string One, string Many) noun) => $"{Number(number)} {(number == 1 ? noun.One : noun.Many)}";

    private static long Of(IRunTask task, OutcomeCounts counters, OutcomeKind kind) =>
        task.Outcomes.Where(outcome => outcome.Kind == kind).Sum(outcome => counters[outcome.Key]);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

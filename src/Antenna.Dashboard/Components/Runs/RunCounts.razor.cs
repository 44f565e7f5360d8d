using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Counters of a run, each with the sign that it has in the progress bar.</summary>
public sealed partial class RunCounts : ComponentBase
{
    [Parameter, EditorRequired]
    public RunCounters Counters { get; set; }

    [Parameter, EditorRequired]
    public long OccurrencesUpdated { get; set; }

    /// <summary>What to call those; a dry run only would.</summary>
    [Parameter]
    public string Updated { get; set; } = "Occurrences updated";

    private IEnumerable<(string Name, long Value, string Kind)> Counts =>
    [
        ("Masked", Counters.Masked, "masked"),
        ("Restored", Counters.Restored, "restored"),
        ("Unchanged", Counters.Unchanged, "unchanged"),
        ("Held", Counters.Held, "held"),
        .. Skipped("no logits", Counters.SkippedNoLogits),
        .. Skipped("wrong length", Counters.SkippedWrongLength),
        .. Skipped("not finite", Counters.SkippedNotFinite),
        .. Skipped("replaced meanwhile", Counters.SkippedOutOfScope),
    ];

    private static IEnumerable<(string Name, long Value, string Kind)> Skipped(string reason, long rows) =>
        rows == 0 ? [] : [($"Skipped: {reason}", rows, "skipped")];
}

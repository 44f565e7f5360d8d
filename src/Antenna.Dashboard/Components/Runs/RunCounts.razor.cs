using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>A run's counters, each with the sign that it has in the progress bar.</summary>
public sealed partial class RunCounts : ComponentBase
{
    [Parameter, EditorRequired]
    public RunSnapshot Snapshot { get; set; } = null!;

    private IEnumerable<(string Name, long Value, string Kind)> Counts =>
    [
        ("Masked", Snapshot.Counters.Masked, "masked"),
        ("Restored", Snapshot.Counters.Restored, "restored"),
        ("Unchanged", Snapshot.Counters.Unchanged, "unchanged"),
        ("Held", Snapshot.Counters.Held, "held"),
        .. Skipped("no logits", Snapshot.Counters.SkippedNoLogits),
        .. Skipped("wrong length", Snapshot.Counters.SkippedWrongLength),
        .. Skipped("not finite", Snapshot.Counters.SkippedNotFinite),
        .. Skipped("replaced meanwhile", Snapshot.Counters.SkippedOutOfScope),
    ];

    private static IEnumerable<(string Name, long Value, string Kind)> Skipped(string reason, long rows) =>
        rows == 0 ? [] : [($"Skipped: {reason}", rows, "skipped")];
}

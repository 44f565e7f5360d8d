using Antenna.Dashboard.Components.Look;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>How far a run is, and what became of the rows so far, on the scale of all that are in scope.</summary>
public sealed partial class RunProgressBar : ComponentBase
{
    [Parameter, EditorRequired]
    public RunSnapshot Snapshot { get; set; } = null!;

    private string Text => Snapshot.Total is { } total
        ? $"{Figures.Count(Snapshot.Counters.Checked)} of {Figures.Count(total)} rows checked"
        : "Counting the rows in scope";

    private IEnumerable<(string Name, long Rows)> Parts =>
    [
        ("masked", Snapshot.Counters.Masked),
        ("restored", Snapshot.Counters.Restored),
        ("unchanged", Snapshot.Counters.Unchanged),
        ("held", Snapshot.Counters.Held),
        ("skipped", Snapshot.Counters.Skipped),
    ];

    private double Share(long rows) => Snapshot.Total is > 0 and var total ? rows / (double)total : 0;
}

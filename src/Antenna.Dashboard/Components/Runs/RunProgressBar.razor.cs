using Antenna.Dashboard.Components.Look;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>How far a run is, and what became of the rows so far, on the scale of all that are in scope.</summary>
public sealed partial class RunProgressBar : ComponentBase
{
    [Parameter, EditorRequired]
    public RunCounters Counters { get; set; }

    /// <summary>Rows in scope; null until they have been counted.</summary>
    [Parameter, EditorRequired]
    public long? Total { get; set; }

    private string Text => Total is { } total
        ? $"{Figures.Count(Counters.Checked)} of {Figures.Count(total)} rows checked"
        : "Counting the rows in scope";

    private IEnumerable<(string Name, long Rows)> Parts =>
    [
        ("masked", Counters.Masked),
        ("restored", Counters.Restored),
        ("unchanged", Counters.Unchanged),
        ("held", Counters.Held),
        ("skipped", Counters.Skipped),
    ];

    private double Share(long rows) => Total is > 0 and var total ? rows / (double)total : 0;
}

using Antenna.Dashboard.Components.Live;
using Antenna.Data.Database;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>
/// Tells what a run waits for, since when, and what a person can do. Where this process executes the run it is told even
/// while the database cannot be read.
/// </summary>
public sealed partial class RunWaitNotice(RunWaits waits) : LiveComponent
{
    [Parameter, EditorRequired]
    public long RunId { get; set; }

    /// <summary>What the node that executes the run recorded; null where it recorded no wait.</summary>
    [Parameter, EditorRequired]
    public DatabaseWait? Recorded { get; set; }

    private DatabaseWait? Wait => waits.Find(RunId) ?? Recorded;

    protected override void OnInitialized() => Follow(
        changed => waits.Subscribe(runId =>
        {
            if (runId == RunId)
                changed();
        }),
        _ => Task.CompletedTask);
}

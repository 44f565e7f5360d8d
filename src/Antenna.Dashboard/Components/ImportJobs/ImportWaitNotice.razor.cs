using Antenna.Dashboard.Components.Live;
using Antenna.Data.Database;
using Antenna.PostProcessing.ImportJobs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>
/// Tells what an import waits for, since when, and what a person can do. Where this process executes the import it is told even
/// while nothing can be written to the database.
/// </summary>
public sealed partial class ImportWaitNotice(ImportWaits waits) : LiveComponent
{
    [Parameter, EditorRequired]
    public long ImportId { get; set; }

    /// <summary>What the process that executes the import recorded; null where it recorded no wait.</summary>
    [Parameter, EditorRequired]
    public DatabaseWait? Recorded { get; set; }

    private DatabaseWait? Wait => waits.Find(ImportId) ?? Recorded;

    protected override void OnInitialized() => Follow(
        changed => waits.Subscribe(importId =>
        {
            if (importId == ImportId)
                changed();
        }),
        _ => Task.CompletedTask);
}

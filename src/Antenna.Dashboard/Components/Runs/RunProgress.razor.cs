using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>How far a run is, how fast it goes, and what became of its rows; in a sentence once it has ended.</summary>
public sealed partial class RunProgress(TimeProvider time) : ComponentBase
{
    private RunPace? _pace;
    private RunSnapshot? _seen;

    [Parameter, EditorRequired]
    public RunSnapshot Snapshot { get; set; } = null!;

    private string Text => Snapshot.Total is { } total
        ? $"{Figures.Count(Snapshot.Counters.Checked)} of {Figures.Count(total, "row", "rows")} checked"
        : Snapshot.State is RunState.Queued ? "Waiting for its turn" : "Counting the rows in scope";

    private TimeSpan? Took => Snapshot.FinishedAt - Snapshot.StartedAt;

    protected override void OnParametersSet()
    {
        if (_seen == Snapshot)
            return;
        if (_pace is null || _seen?.RunId != Snapshot.RunId)
            _pace = new(time);
        _seen = Snapshot;
        _pace.See(Snapshot);
    }
}

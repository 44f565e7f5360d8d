using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>How far a run is, how fast it goes, and what became of its rows; in a sentence once it has ended.</summary>
public sealed partial class RunProgress(TimeProvider time, PostProcessingTasks tasks) : ComponentBase
{
    private RunPace? _pace;
    private RunSnapshot? _seen;

    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;

    private RunSnapshot Snapshot => Run.Progress;

    private IRunTask RunTask => tasks.Get(Run.Task);

    private string Text => Snapshot switch
    {
        { State: RunState.Queued, WaitsForRunId: not null } => "Waits for a run that has begun on the same predictions:",
        { State: RunState.Queued } => "Waiting for its turn",
        { Total: { } total } => $"{Figures.Count(Snapshot.Counters.Checked)} of {Figures.Count(total, RunTask.Rows.One, RunTask.Rows.Many)} checked",
        _ => $"Counting the {RunTask.Rows.Many} in scope",
    };

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

using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>How far a run is, how fast it goes, and what became of its rows; in a sentence once it has ended.</summary>
public sealed partial class RunProgress(RunHistory history, PostProcessingTasks tasks) : LiveComponent
{
    private RunPace? _pace;
    private RunSnapshot? _seen;
    private RunSnapshot? _looked;
    private IAsyncDisposable? _looking;

    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;

    private RunSnapshot Snapshot => Run.Progress;

    /// <summary>The run as it was read last: heartbeats are not announced.</summary>
    private RunSnapshot Latest => _looked ?? Snapshot;

    private IRunTask RunTask => tasks.Get(Run.Task);

    private string Text => Snapshot switch
    {
        { State: RunState.Queued, WaitsForRunId: not null } => "Waits for a run that has begun on the same predictions:",
        { State: RunState.Queued } => "Waiting for its turn",
        { Total: { } total } => $"{Figures.Count(Snapshot.Counters.Checked)} of {Figures.Count(total, RunTask.Rows.One, RunTask.Rows.Many)} checked",
        _ => $"Counting the {RunTask.Rows.Many} in scope",
    };

    private TimeSpan? Took => Snapshot.FinishedAt - Snapshot.StartedAt;

    protected override async Task OnParametersSetAsync()
    {
        See();

        // What has stalled announces nothing: the page looks by itself whether time has passed without anything.
        if (Snapshot.IsUnderWay)
        {
            _looking ??= Follow(look => Time.CreateTimer(_ => look(), null, NodeMonitor.Interval, NodeMonitor.Interval), LookAsync);
        }
        else if (_looking is { } looking)
        {
            _looking = null;
            await looking.DisposeAsync();
        }
    }

    private void See()
    {
        if (_seen == Snapshot)
            return;
        if (_pace is null || _seen?.RunId != Snapshot.RunId)
            _pace = new(Time);
        (_seen, _looked) = (Snapshot, null);
        _pace.See(Snapshot);
    }

    /// <summary>Reads the run again where it seems to have stalled: the node of a long batch gives heartbeats all the same.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (RunStall.Of(Latest, Time.GetUtcNow().UtcDateTime) is not null)
            _looked = (await history.FindRowAsync(Run.Id, cancellationToken))?.Progress;
    }
}

using Antenna.Dashboard.Components.Live;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.SelectionMask;

/// <summary>The runs that were launched on a selection, newest first: live, with what they changed, and to be undone right there.</summary>
public sealed partial class SelectionRuns(RunHistory history, PostProcessingTasks tasks) : LiveComponent
{
    private const int MostTransitions = 20;

    private readonly Dictionary<long, RunRow> _rows = [];
    private readonly Dictionary<long, RunChanges> _changes = [];
    private IReadOnlyList<long>? _read;
    private int _begun;
    private int _shown;

    [Parameter, EditorRequired]
    public IReadOnlyList<long> RunIds { get; set; } = null!;

    /// <summary>An undo or a redo was launched.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<LaunchedRun>> OnLaunched { get; set; }

    /// <summary>A run is in another state than it was; the ids are of those that are under way.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<long>> OnChanged { get; set; }

    private IEnumerable<RunRow> Shown => RunIds.Reverse().Select(id => _rows.GetValueOrDefault(id)).OfType<RunRow>();

    protected override void OnInitialized() => FollowNews(
        change => change.Subject is NewsSubject.Run && change.Ids.Any(RunIds.Contains), (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override Task OnParametersSetAsync()
    {
        if (_read is not null && _read.SequenceEqual(RunIds))
            return Task.CompletedTask;
        _read = RunIds;
        return ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var mine = ++_begun;
        var rows = await history.FindRowsAsync(RunIds, cancellationToken);

        // Of two reads at once the one that began later is shown, whichever comes back last.
        if (mine < _shown)
            return;
        _shown = mine;
        var changed = rows.Values.Any(run => _rows.GetValueOrDefault(run.Id)?.Progress.State != run.Progress.State);
        foreach (var (id, run) in rows)
        {
            if (!run.Progress.IsUnderWay && (!_changes.ContainsKey(id) || _rows.GetValueOrDefault(id)?.Progress.State != run.Progress.State))
                _changes[id] = await history.ChangesAsync(id, MostTransitions, cancellationToken);
            _rows[id] = run;
        }

        if (changed)
            await OnChanged.InvokeAsync([.. RunIds.Where(id => _rows.GetValueOrDefault(id) is { Progress.IsUnderWay: true })]);
    }
}

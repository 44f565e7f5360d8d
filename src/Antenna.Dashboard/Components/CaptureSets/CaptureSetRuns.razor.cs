using Antenna.Dashboard.Components.Live;
using Antenna.Data.Paging;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>The runs on a capture set: those under way, and those launched here, live; and the last ones.</summary>
public sealed partial class CaptureSetRuns(RunHistory history, RunFeed feed) : LiveComponent
{
    private const int Shown = 10;

    /// <summary>What is shown live: runs seen under way, and launched ones, by id; null beside one that was launched elsewhere.</summary>
    private readonly Dictionary<long, LaunchedRun?> _watched = [];

    private readonly HashSet<long> _underWay = [];
    private Page<RunRow>? _runs;
    private int _begun;
    private int _shown;

    [Parameter, EditorRequired]
    public long CaptureSetId { get; set; }

    [Parameter, EditorRequired]
    public long ProjectId { get; set; }

    /// <summary>Runs that were launched on this page.</summary>
    [Parameter]
    public IReadOnlyList<LaunchedRun> Launched { get; set; } = [];

    /// <summary>Runs that ended while one looked.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<long>> OnEnded { get; set; }

    private RunFilter Filter => new() { ProjectId = ProjectId, CaptureSetId = CaptureSetId };

    private IEnumerable<RunRow> Watched => _runs!.Items.Where(run => _watched.ContainsKey(run.Id));

    protected override void OnInitialized() => Follow(changed => feed.Subscribe(null, changed), RefreshAsync);

    protected override async Task OnParametersSetAsync()
    {
        var known = _runs is not null && Launched.All(run => _watched.GetValueOrDefault(run.RunId) is not null);
        if (known)
            return;
        foreach (var run in Launched.Where(run => _watched.GetValueOrDefault(run.RunId) is null))
        {
            _watched[run.RunId] = run;
            _underWay.Add(run.RunId);
        }

        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var mine = ++_begun;
        var runs = await history.ReadAsync(Filter, Shown, cursor: null, cancellationToken);
        if (mine < _shown)
            return;

        // Of two reads at once the one that began later is shown, whichever comes back last.
        (_shown, _runs) = (mine, runs);
        foreach (var run in runs.Items.Where(run => run.Progress.IsUnderWay))
        {
            _watched.TryAdd(run.Id, null);
            _underWay.Add(run.Id);
        }

        var ended = _underWay.Where(HasEnded).ToList();
        _underWay.ExceptWith(ended);
        if (ended.Count > 0)
            await OnEnded.InvokeAsync(ended);
    }

    /// <summary>Ended, or so long ago launched that newer ones have taken all the room.</summary>
    private bool HasEnded(long id) => _runs!.Items.FirstOrDefault(run => run.Id == id) is { } run
        ? !run.Progress.IsUnderWay
        : _runs.Items is [.., var oldest] && id < oldest.Id;
}

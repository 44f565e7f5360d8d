using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>The runs on a capture set: those under way, and those launched here, live; and the last ones.</summary>
public sealed partial class CaptureSetRuns(RunHistory history) : LiveComponent
{
    private const int Shown = 10;

    /// <summary>What is shown live: runs seen under way, and launched ones, by id; null for one that was launched elsewhere.</summary>
    private readonly Dictionary<long, LaunchedRun?> _watched = [];

    private readonly HashSet<long> _underWay = [];
    private readonly LiveRunList _runs = new(history);

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

    private IEnumerable<RunRow> Watched => _runs.Page!.Items.Where(run => _watched.ContainsKey(run.Id));

    protected override void OnInitialized() => FollowNews(_runs.Concerns, UpdateAsync);

    protected override async Task OnParametersSetAsync()
    {
        var known = _runs.Page is not null && Launched.All(run => _watched.GetValueOrDefault(run.RunId) is not null);
        if (known)
            return;
        foreach (var run in Launched.Where(run => _watched.GetValueOrDefault(run.RunId) is null))
        {
            _watched[run.RunId] = run;
            _underWay.Add(run.RunId);
        }

        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        await _runs.ReadAsync(new(Filter, Shown), cancellationToken);
        await WatchAsync();
    });

    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        await _runs.UpdateAsync(news, cancellationToken);
        await WatchAsync();
    }

    private async Task WatchAsync()
    {
        foreach (var run in _runs.Page!.Items.Where(run => run.Progress.IsUnderWay))
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
    private bool HasEnded(long id) => _runs.Page!.Items.FirstOrDefault(run => run.Id == id) is { } run
        ? !run.Progress.IsUnderWay
        : _runs.Page.Items is [.., var oldest] && id < oldest.Id;
}

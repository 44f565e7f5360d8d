using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>One run: live while it is under way, and what it did ever after.</summary>
public sealed partial class RunPage(
    RunHistory history, SharedRunReads shared, CurrentProject project, PostProcessingTasks tasks, NavigationManager navigation) : LiveComponent
{
    private const int MostTransitions = 50;

    private RunDetails? _run;
    private RunChanges? _changes;
    private IAsyncDisposable? _following;
    private long? _followed;
    private long? _shownId;
    private int _begun;
    private int _shown;

    [Parameter]
    public long Id { get; set; }

    private RunRow Run => _run!.Run;

    /// <summary>The list that one came from; null for all runs of the project.</summary>
    private RunsAddress? CameFrom => PageAddress.Parse<RunAddress>(navigation.ToBaseRelativePath(navigation.Uri))?.CameFrom;

    private string Title => tasks.Get(Run.Task).TitleOf(Run);

    private string? SameSettings => DashboardUrls.SameSettings(Run, _run!.Settings, _run.BatchSize) ?? OfTask;

    private PageAddress? OfTask => (tasks.Find(Run.Task), Run.Scope) switch
    {
        (IPostProcessingTask task, { CaptureSetId: { } set }) => new CaptureSetAddress(set) { Task = task.Key, TaskSettings = task.ValuesOf(_run!.Settings).ToTexts() },
        (IPostProcessingTask task, { SelectionId: { } selection }) => new SelectionMaskAddress
        {
            ProjectId = Run.ProjectId, SelectionId = selection, Task = task.Key, TaskSettings = task.ValuesOf(_run!.Settings).ToTexts(),
        },
        _ => null,
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_followed == Id)
            return;
        (_followed, _run, _changes) = (Id, null, null);
        if (_following is not null)
            await _following.DisposeAsync();

        // Before it is read: what changes in between is then read once more.
        var id = Id;
        _following = FollowNews(change => change.Is(NewsSubject.Run, id), UpdateAsync);
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (id, mine) = (Id, ++_begun);
        var details = await history.FindAsync(id, cancellationToken);
        var changes = details is null or { Run.Progress.IsUnderWay: true }
            ? null
            : await history.ChangesAsync(id, MostTransitions, cancellationToken);
        Show(id, mine, details, changes);
    }

    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        if (news.Runs.FirstOrDefault(run => run.Id == Id) is not { } run)
        {
            await RefreshAsync(cancellationToken);
            return;
        }

        var (id, mine) = (Id, ++_begun);
        var details = _run is { } before && SharedRunReads.DetailsState(before.Run).Equals(SharedRunReads.DetailsState(run))
            ? before with { Run = run }
            : await shared.DetailsAsync(run, cancellationToken);

        // While rows are written the table of changes would only flicker.
        var changes = details is null or { Run.Progress.IsUnderWay: true } || HasItsChanges(details.Run.Progress)
            ? _changes
            : await shared.ChangesAsync(details.Run, MostTransitions, cancellationToken);
        Show(id, mine, details, changes);
    }

    /// <summary>Shows what was read; of two reads at once the one that began later, whichever comes back last.</summary>
    private void Show(long id, int mine, RunDetails? details, RunChanges? changes)
    {
        if (mine < _shown || id != Id)
            return;
        (_shown, _shownId, _run, _changes) = (mine, id, details, changes);
        if (details is not null)
            project.Open(details.Run.ProjectId, details.Run.Project);
    }

    /// <summary>They were read, and nothing ended or undid the run since.</summary>
    private bool HasItsChanges(RunSnapshot now) => _changes is not null && _run?.Run.Progress.State == now.State;
}

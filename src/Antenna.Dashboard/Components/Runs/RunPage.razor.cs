using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>One run: live while it is under way, and what it did ever after.</summary>
public sealed partial class RunPage(RunHistory history, RunFeed feed, CurrentProject project) : LiveComponent
{
    private const int MostTransitions = 50;

    private RunDetails? _run;
    private RunSnapshot? _snapshot;
    private RunChanges? _changes;
    private long? _followed;

    [Parameter]
    public long Id { get; set; }

    private string Title => _run!.Run.TaxaList is { } list
        ? $"{_run.Run.Source.Name} masked to {list.Name} v{list.Number}"
        : _run.Run.Task;

    protected override async Task OnParametersSetAsync()
    {
        if (_followed == Id)
            return;
        _followed = Id;
        await ReadAsync();
        Follow(changed => feed.Subscribe(Id, changed), RefreshAsync);
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var wasUnderWay = _snapshot?.IsUnderWay;
        _run = await history.FindAsync(Id, cancellationToken);
        if (_run is null)
            return;
        _snapshot = _run.Run.Progress;
        project.Set(_run.Run.ProjectId, _run.Run.Project);

        // While rows are written the table of changes would only flicker; it is read at the beginning and at the end.
        if (_changes is null || (wasUnderWay is true && !_snapshot.IsUnderWay))
            _changes = await history.ChangesAsync(Id, MostTransitions, cancellationToken);
    }
}

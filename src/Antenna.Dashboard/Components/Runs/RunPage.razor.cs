using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>One run: live while it is under way, and what it did ever after.</summary>
public sealed partial class RunPage(RunHistory history, RunFeed feed, CurrentProject project) : LiveComponent
{
    private const int MostTransitions = 50;

    private RunDetails? _run;
    private RunChanges? _changes;
    private IAsyncDisposable? _following;
    private long? _followed;
    private int _begun;
    private int _shown;

    [Parameter]
    public long Id { get; set; }

    private RunRow Run => _run!.Run;

    private string Title => Run.TaxaList is { } list
        ? $"{Run.Source.Name} masked to {list.Name} v{list.Number}"
        : RunTask.NameOf(Run.Task);

    /// <summary>Where to look at what the same settings would do now.</summary>
    private string? SameSettings => (Run.Task, Run.Scope) switch
    {
        (ClassMaskingTask.Key, { CaptureSetId: { } set }) =>
            Links.CaptureSet(set, FrozenMask.Parse(_run!.Settings).ToSettings(_run.BatchSize)),
        (ClassMaskingTask.Key, { OccurrenceId: { } occurrence }) =>
            Links.Occurrence(OccurrenceAddress.Of(occurrence) with { Settings = FrozenMask.Parse(_run!.Settings).ToSettings(_run.BatchSize) }),
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
        _following = Follow(changed => feed.Subscribe(Id, changed), RefreshAsync);
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (id, mine) = (Id, ++_begun);
        var row = await history.FindRowAsync(id, cancellationToken);
        var details = row is null || HasMoreToTell(row.Progress) ? await history.FindAsync(id, cancellationToken) : _run! with { Run = row };

        // While rows are written the table of changes would only flicker.
        var changes = details is null or { Run.Progress.IsUnderWay: true } || HasItsChanges(details.Run.Progress)
            ? _changes
            : await history.ChangesAsync(id, MostTransitions, cancellationToken);

        // Of two reads at once the one that began later is shown, whichever comes back last.
        if (mine < _shown || id != Id)
            return;
        (_shown, _run, _changes) = (mine, details, changes);
        if (details is not null)
            project.Set(details.Run.ProjectId, details.Run.Project);
    }

    /// <summary>The log only grows with what is skipped, or with who takes the run up: it is not read with every batch.</summary>
    private bool HasMoreToTell(RunSnapshot now) => _run?.Run.Progress is not { } before
        || (before.State, before.Attempt, before.Counters.Skipped) != (now.State, now.Attempt, now.Counters.Skipped);

    /// <summary>They were read, and nothing ended or undid the run since.</summary>
    private bool HasItsChanges(RunSnapshot now) => _changes is not null && _run?.Run.Progress.State == now.State;
}

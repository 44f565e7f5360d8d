using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Downloads;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Which species became which by a run, each with its occurrences: the most frequent first, and the others on demand.</summary>
public sealed partial class RunChangesTable(RunHistory history) : LiveComponent
{
    /// <summary>More than anybody reads on a page; the export has them all.</summary>
    private const int MostTransitions = 1_000;

    private RunChanges? _all;
    private bool _showsAll;
    private (long RunId, RunState State)? _read;

    /// <summary>Null while they have not been read.</summary>
    [Parameter]
    public RunChanges? Changes { get; set; }

    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;

    private IReadOnlyList<RunTransition> Transitions => (_all ?? Changes)!.Transitions;

    private long Rarer => (_all ?? Changes)!.TransitionCount - Transitions.Count;

    private long Touched => Changes!.TaxonChanged + Changes.ScoreOnly + Changes.Kept + Changes.Undetermined;

    private IReadOnlyList<OfferedFile> Files =>
    [
        new("Table (CSV)", "Determinations before and after, and the predictions that counted, with masses.", download => DashboardUrls.RunEffectsDownload(Run.Id, download)),
    ];

    protected override Task OnParametersSetAsync()
    {
        // An undo leaves nothing of what was read before it.
        if (_read is not { } read || read == (Run.Id, Run.Progress.State))
            return Task.CompletedTask;
        (_all, _read) = (null, null);
        return _showsAll && !Run.Progress.IsUnderWay ? ShowAllAsync() : Task.CompletedTask;
    }

    private Task ShowAllAsync() => LoadAsync(async cancellationToken =>
    {
        var read = (Run.Id, Run.Progress.State);
        _read = read;
        var all = await history.ChangesAsync(read.Id, MostTransitions, cancellationToken);
        if (_read == read)
            (_all, _showsAll) = (all, true);
    });

    /// <summary>The occurrences that the run changed; with a transition, from that species to that one.</summary>
    private string Changed(TaxonTransition? transition) => DashboardUrls.Occurrences(
        new OccurrenceFilter { ProjectId = Run.ProjectId, ChangedBy = new(Run.Id, transition) });

    private static string LabelOf(RunTransition transition) =>
        $"{Figures.Count(transition.Occurrences, "occurrence", "occurrences")} from {transition.From?.Name ?? "none"} to {transition.To?.Name ?? "none"}";
}

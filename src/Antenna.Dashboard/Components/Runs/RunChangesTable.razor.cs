using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Downloads;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Which species became which by a run, each with its occurrences.</summary>
public sealed partial class RunChangesTable : ComponentBase
{
    /// <summary>Null while they have not been read.</summary>
    [Parameter]
    public RunChanges? Changes { get; set; }

    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;

    private long Touched => Changes!.TaxonChanged + Changes.ScoreOnly + Changes.Kept + Changes.Undetermined;

    private IReadOnlyList<OfferedFile> Files =>
    [
        new("Table (CSV)", "Determinations before and after, and the predictions that counted, with masses.", download => DashboardUrls.RunEffectsDownload(Run.Id, download)),
    ];

    /// <summary>The occurrences that the run changed; with a transition, from that species to that one.</summary>
    private string Changed(TaxonTransition? transition) => DashboardUrls.Occurrences(
        new OccurrenceFilter { ProjectId = Run.ProjectId, ChangedBy = new(Run.Id, transition) });

    private static string LabelOf(RunTransition transition) =>
        $"{Figures.Count(transition.Occurrences, "occurrence", "occurrences")} from {transition.From?.Name ?? "none"} to {transition.To?.Name ?? "none"}";
}

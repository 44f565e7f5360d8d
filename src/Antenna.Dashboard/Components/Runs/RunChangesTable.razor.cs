using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Which species became which by a run; each number opens its occurrences.</summary>
public sealed partial class RunChangesTable : ComponentBase
{
    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;

    /// <summary>Null while they have not been read.</summary>
    [Parameter]
    public RunChanges? Changes { get; set; }

    [Parameter]
    public bool UnderWay { get; set; }

    private string Of(RunChangeKind kind) => Links.Occurrences(new OccurrenceFilter
    {
        ProjectId = Run.ProjectId,
        ChangedBy = new(Run.Id, kind),
    });

    private string Of(RunTransition transition) => Links.Occurrences(new OccurrenceFilter
    {
        ProjectId = Run.ProjectId,
        ChangedBy = new(Run.Id, RunChangeKind.FromTo, transition.From?.Id, transition.To?.Id),
    });

    private static string Label(RunTransition transition) =>
        $"{Figures.Count(transition.Occurrences, "occurrence", "occurrences")} from {transition.From?.Name ?? "none"} to {transition.To?.Name ?? "none"}";
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Runs as rows.</summary>
public sealed partial class RunsTable : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<RunRow> Runs { get; set; } = null!;

    private static string ScopeName(RunRow run) => run.ScopeName ?? $"Occurrence {run.Scope.OccurrenceId}";

    private static string ScopeLink(RunRow run) => run.Scope.CaptureSetId is { } set
        ? Links.CaptureSet(set)
        : Links.Occurrence(run.Scope.OccurrenceId!.Value);
}

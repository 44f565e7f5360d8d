using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What a run noted on its way.</summary>
public sealed partial class RunLogTable : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<RunLogLine> Log { get; set; } = null!;

    /// <summary>How many lines the whole log has.</summary>
    [Parameter]
    public long Lines { get; set; }
}

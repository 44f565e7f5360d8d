using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>The ways to bring data in, for where there is none: the pages that import, and last the command for whoever prefers one.</summary>
public sealed partial class ImportWays : ComponentBase
{
    /// <summary>The project in view, which the pages propose; null for none.</summary>
    [Parameter]
    public long? ProjectId { get; set; }
}

using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>Which species became which by a run.</summary>
public sealed partial class RunChangesTable : ComponentBase
{
    /// <summary>Null while they have not been read.</summary>
    [Parameter]
    public RunChanges? Changes { get; set; }

    [Parameter]
    public bool UnderWay { get; set; }
}

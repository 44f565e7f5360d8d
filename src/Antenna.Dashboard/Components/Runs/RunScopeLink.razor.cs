using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What a run looks at, with the way there.</summary>
public sealed partial class RunScopeLink : ComponentBase
{
    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;
}

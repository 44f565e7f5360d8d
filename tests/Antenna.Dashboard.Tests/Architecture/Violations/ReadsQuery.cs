using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Tests.Architecture.Violations;

/// <summary>Breaks the rule on addresses, to show that the rule sees it.</summary>
internal sealed class ReadsQuery : ComponentBase
{
    [SupplyParameterFromQuery]
    private string? Project { get; set; }
}

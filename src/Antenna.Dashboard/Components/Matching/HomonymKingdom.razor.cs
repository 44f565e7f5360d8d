using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Matching;

/// <summary>The kingdom of a name that a list has a homonym of in another one; nothing for other names.</summary>
public sealed partial class HomonymKingdom : ComponentBase
{
    /// <summary>In lower case; null for a name without a homonym.</summary>
    [Parameter]
    public string? Kingdom { get; set; }
}

using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What a filter is set to.</summary>
public sealed partial class FilterWords : ComponentBase
{
    [Parameter, EditorRequired]
    public FilterChip Chip { get; set; } = null!;
}

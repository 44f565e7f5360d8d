using Antenna.Dashboard.Components.Addresses;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What the list is filtered by, in words, each to be removed with one click.</summary>
public sealed partial class FilterChips : ComponentBase
{
    [Parameter, EditorRequired]
    public OccurrencesAddress Address { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<FilterChip> Chips { get; set; } = [];
}

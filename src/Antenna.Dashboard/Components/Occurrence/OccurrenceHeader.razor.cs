using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What an occurrence is, and where and when it was seen.</summary>
public sealed partial class OccurrenceHeader(CurrentProject project) : ComponentBase
{
    [Parameter, EditorRequired]
    public OccurrenceDetails Occurrence { get; set; } = null!;

    [Parameter, EditorRequired]
    public OccurrenceAddress Address { get; set; } = null!;

    /// <summary>What comes before and after it where one came from.</summary>
    [Parameter]
    public OccurrenceNeighbours Neighbours { get; set; } = OccurrenceNeighbours.None;

    private DeterminationDetails Determination => Occurrence.Determination;
}

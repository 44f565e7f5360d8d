using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What an occurrence is, and where and when it was seen.</summary>
public sealed partial class OccurrenceHeader : ComponentBase
{
    [Parameter, EditorRequired]
    public OccurrenceDetails Occurrence { get; set; } = null!;

    /// <summary>The list that one came from; null for all occurrences of the project.</summary>
    [Parameter]
    public OccurrencesAddress? CameFrom { get; set; }

    /// <summary>The selection that one came from; null where one did not.</summary>
    [Parameter]
    public SelectionMaskAddress? CameFromSelection { get; set; }

    private DeterminationDetails Determination => Occurrence.Determination;
}

using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Look;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>How a classifier's unmasked probability divides under a list: listed, nothing, off the list.</summary>
public sealed partial class MassesGauge : ComponentBase
{
    private const string SameGenus = "genus";

    [Parameter, EditorRequired]
    public Masses Masses { get; set; }

    /// <summary>How the off-list mass divides; null where that is not known, and it is shown as one.</summary>
    [Parameter]
    public OffListMass? OffList { get; set; }

    /// <summary>What the classifier itself answered, to which the off-list mass is near or not; null where it has no name.</summary>
    [Parameter]
    public string? Answer { get; set; }

    /// <summary>Small, and without the parts that are 0.</summary>
    [Parameter]
    public bool Compact { get; set; }

    private IEnumerable<(string Kind, string Name, double Mass)> Parts =>
    [
        ("listed", "listed", Masses.Listed),
        ("nothing", "nothing", Masses.Nothing),
        .. OffListParts,
    ];

    private IEnumerable<(string Kind, string Name, double Mass)> OffListParts => OffList is { } split
        ? [(SameGenus, "same genus", split.SameGenus), ("family", "same family", split.SameFamily), ("elsewhere", "elsewhere", split.Elsewhere), ("unresolved", "unresolved", split.Unresolved)]
        : [(SameGenus, "off the list", Masses.OffList)];

    private string Text
    {
        get
        {
            var parts = string.Join(", ", Parts.Select(part => $"{part.Name} {Figures.Share(part.Mass)}"));
            var nearTo = OffList is null || Answer is null ? "" : $"; genus and family are those of the first choice, {Answer}";
            return $"Where the model's belief lies: {parts}{nearTo}";
        }
    }
}

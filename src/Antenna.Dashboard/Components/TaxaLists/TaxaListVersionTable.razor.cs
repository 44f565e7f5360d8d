using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>The versions of a list, newest first, one of them chosen.</summary>
public sealed partial class TaxaListVersionTable : ComponentBase
{
    [Parameter, EditorRequired]
    public TaxaListOverview List { get; set; } = null!;

    /// <summary>The number of the version that is chosen.</summary>
    [Parameter]
    public int? Shown { get; set; }

    /// <summary>What is to be looked at of a version that is chosen here.</summary>
    [Parameter]
    public TaxaListView View { get; set; }

    /// <summary>"+3 −1", and how many names are described otherwise; nothing where there is no version before.</summary>
    internal static string DifferenceOf(TaxaListVersionOverview version)
    {
        if (version is { Number: 1 } or { Difference: null })
            return "";
        var (added, removed, changed, _) = version.Difference;
        var text = $"+{Figures.Count(added)} −{Figures.Count(removed)}";
        return changed == 0 ? text : $"{text}, {Figures.Count(changed)} changed";
    }
}

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

    /// <summary>The id of the trial that is chosen.</summary>
    [Parameter]
    public long? Trial { get; set; }

    /// <summary>Of the list's page: what is to be looked at of a version that is chosen here.</summary>
    [Parameter, EditorRequired]
    public TaxaListAddress Address { get; set; } = null!;

    /// <summary>How a version differs from the one before; nothing where there is none before.</summary>
    internal static string DifferenceOf(TaxaListOverview list, TaxaListVersionOverview version) =>
        version.Difference is { } difference && list.Before(version) is not null ? TextOf(difference) : "";

    /// <summary>"+3 −1", and how many names are described otherwise.</summary>
    internal static string TextOf(VersionDifference difference)
    {
        var text = $"+{Figures.Count(difference.Added)} −{Figures.Count(difference.Removed)}";
        return difference.Changed == 0 ? text : $"{text}, {Figures.Count(difference.Changed)} changed";
    }
}

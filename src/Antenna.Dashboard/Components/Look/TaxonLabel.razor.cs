using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Look;

/// <summary>A taxon's name as names are set: italic from the genus down.</summary>
public sealed partial class TaxonLabel : ComponentBase
{
    [Parameter]
    public TaxonName? Taxon { get; set; }

    /// <summary>The text where there is no taxon.</summary>
    [Parameter]
    public string None { get; set; } = "no determination";

    /// <summary>Show the rank of a taxon that is not a species.</summary>
    [Parameter]
    public bool ShowRank { get; set; }

    /// <summary>Whether names of this rank are set in italics.</summary>
    internal static bool IsItalic(Rank rank) => rank is >= Rank.Genus and < Rank.Unknown;
}

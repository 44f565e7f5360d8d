using Antenna.Data.Model;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>Names of taxa, one below the other; of many only the first, until somebody asks for all.</summary>
public sealed partial class TaxonNameList : ComponentBase
{
    private const int Most = 100;

    private bool _all;

    [Parameter, EditorRequired]
    public IReadOnlyList<TaxonName> Taxa { get; set; } = null!;

    /// <summary>What to say where there is none.</summary>
    [Parameter]
    public string None { get; set; } = "None.";

    /// <summary>A sign before each name.</summary>
    [Parameter]
    public string Mark { get; set; } = "";

    private IEnumerable<TaxonName> Shown => _all ? Taxa : Taxa.Take(Most);
}

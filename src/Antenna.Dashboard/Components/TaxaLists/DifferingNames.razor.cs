using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>Names of which two versions differ in one way, one below the other; of many the first.</summary>
public sealed partial class DifferingNames : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<DifferingName> Names { get; set; } = null!;

    /// <summary>How many there are in all.</summary>
    [Parameter, EditorRequired]
    public int Count { get; set; }

    /// <summary>More of them are asked for.</summary>
    [Parameter]
    public EventCallback OnMore { get; set; }

    /// <summary>What to show where there is none.</summary>
    [Parameter]
    public string None { get; set; } = "None.";

    /// <summary>A sign before each name.</summary>
    [Parameter]
    public string Sign { get; set; } = "";

    private static string? DescendantsText(DifferingName name) => (name.ChangesDescendants, name.IncludesDescendants) switch
    {
        (true, true) => "now with everything below it",
        (true, false) => "now only itself",
        (_, true) => "with everything below it",
        _ => null,
    };
}

using Antenna.Dashboard.Components.Look;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>What an import or a check does now, and how far that is.</summary>
public sealed partial class ImportProgressBar : ComponentBase
{
    /// <summary>In lower case.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>0 to 1; null where that is not known.</summary>
    [Parameter]
    public double? Done { get; set; }

    private string Text => Done is { } done
        ? $"{char.ToUpperInvariant(What[0])}{What[1..]}: {Figures.Share(done)}"
        : $"{char.ToUpperInvariant(What[0])}{What[1..]}…";
}

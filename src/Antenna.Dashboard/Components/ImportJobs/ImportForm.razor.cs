using Antenna.Dashboard.Components.States;
using Antenna.Data.Import;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>What to import beside what a check of it found, or why it cannot be imported.</summary>
public sealed partial class ImportForm : ComponentBase
{
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The project whose imports are led back to; null for those of all.</summary>
    [Parameter]
    public long? ProjectId { get; set; }

    /// <summary>What to import.</summary>
    [Parameter, EditorRequired]
    public RenderFragment Fields { get; set; } = null!;

    /// <summary>What is done now, in lower case; null where nothing is.</summary>
    [Parameter]
    public string? What { get; set; }

    /// <summary>0 to 1; null where that is not known.</summary>
    [Parameter]
    public double? Done { get; set; }

    /// <summary>What is done is to end; without it, it cannot be ended.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Parameter]
    public PageError? Error { get; set; }

    [Parameter]
    public IReadOnlyList<ImportProblem> Problems { get; set; } = [];

    [Parameter]
    public bool WasCanceled { get; set; }

    /// <summary>What the last check found; null where none was made.</summary>
    [Parameter]
    public ImportReport? Report { get; set; }

    /// <summary>Leads to the report: <c>It would do this:</c></summary>
    [Parameter]
    public string Found { get; set; } = "It would do this:";

    /// <summary>What is offered because of the report.</summary>
    [Parameter]
    public RenderFragment? Offers { get; set; }
}

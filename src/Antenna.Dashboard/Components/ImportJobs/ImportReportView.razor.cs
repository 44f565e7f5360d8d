using Antenna.Data.Import;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>What an import did, or a check found: its counts, its classifiers, and all that a person should know of it.</summary>
public sealed partial class ImportReportView : ComponentBase
{
    [Parameter, EditorRequired]
    public ImportReport Report { get; set; } = null!;
}

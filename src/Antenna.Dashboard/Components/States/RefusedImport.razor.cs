using Antenna.Data.Import;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.States;

/// <summary>Why files were not imported: each problem with its file and place.</summary>
public sealed partial class RefusedImport : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<ImportProblem> Problems { get; set; } = [];
}

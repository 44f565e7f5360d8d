using System.Globalization;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;

namespace Antenna.Dashboard.Runs;

/// <summary>What a run looks at, in words.</summary>
internal static class RunScopeText
{
    public static string Of(RunRow run) => run.Scope.Kind switch
    {
        RunScopeKind.CaptureSet => run.ScopeName ?? "",
        RunScopeKind.Occurrence => string.Create(CultureInfo.InvariantCulture, $"occurrence {run.Scope.Id}"),
        _ => RunSummary.Count(run.Selected ?? 0, ("selected occurrence", "selected occurrences")),
    };
}

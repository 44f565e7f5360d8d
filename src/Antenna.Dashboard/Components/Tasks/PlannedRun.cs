using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.Tasks;

/// <summary>What a run would change, as far as it is counted.</summary>
/// <param name="InScope">Rows in scope; null where that is known only at the end.</param>
public sealed record PlannedRun(RunPlan Plan, long? InScope, DryRunCounts Counts, bool IsCounted);

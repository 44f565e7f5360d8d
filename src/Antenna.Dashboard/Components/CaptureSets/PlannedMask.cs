using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>What masking one classifier would change, as far as it is counted.</summary>
internal sealed record PlannedMask(MaskPlan Plan, long InScope, DryRunCounts Counts, bool IsCounted);

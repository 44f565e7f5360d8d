using Antenna.Dashboard.Components.Tasks;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>The impact of one mask, as far as it is counted.</summary>
/// <param name="InScope">Its predictions in the scope; null where they were not counted.</param>
/// <param name="Impact">Null until the first figures are there.</param>
/// <param name="IsStale">The figures are those of the settings before, until the first ones of these are there.</param>
public sealed record CountedImpact(MaskPlan Plan, long? InScope, Impact? Impact, bool IsStale)
{
    /// <summary>The whole scope was gone through with these settings.</summary>
    public bool IsCounted => this is { IsStale: false, Impact.IsComplete: true };

    /// <summary>What a run would count, as far as it is known of these settings.</summary>
    public PlannedRun Run => new(Plan, InScope, IsStale || Impact is null ? DryRunCounts.None : Impact.Counts, IsCounted);
}

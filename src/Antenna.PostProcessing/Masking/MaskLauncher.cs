using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.PostProcessing.Runs;

namespace Antenna.PostProcessing.Masking;

/// <summary>Launches class masking, for pages, API and command line: plans the request and hands the plans to the launcher of runs.</summary>
public sealed class MaskLauncher(MaskPlanner planner, RunLauncher launcher, TimeProvider time)
{
    /// <summary>Launches one run a classifier, in the order asked for: all of them, or none.</summary>
    /// <exception cref="LaunchRefusedException">Something is wrong with the request; no run was created.</exception>
    public async Task<IReadOnlyList<LaunchedRun>> LaunchAsync(MaskRequest request, Person person, CancellationToken cancellationToken)
    {
        var plans = await planner.PlanAsync(request, person, cancellationToken);
        return await launcher.LaunchAsync([.. plans.Select(RunPlanOf)], person, cancellationToken);
    }

    private RunPlan RunPlanOf(MaskPlan plan) => new(
        plan.Project.Id, ClassMaskingTask.Key, plan.Scope, plan.Classifier, plan.Version.Id, plan.Settings.ToJson(), plan.Settings.Hash(),
        plan.BatchSize, plan.Warnings,
        (connection, cancellationToken) => MaskAlgorithms.EnsureAsync(connection, plan.Identity, time, cancellationToken));
}

using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>What the schedule says of a run: which one. All else is the run's row.</summary>
public sealed record RunJobInput(long RunId);

/// <summary>
/// Executes a run. A shutdown cancels it, and the cancellation goes on to Quartz, which then has the run recovered; all
/// is keyed on the run's id, because a recovered job fires under another name.
/// </summary>
public sealed class RunJob(RunExecutor executor) : IJob<RunJobInput>
{
    public async ValueTask Execute(IJobExecutionContext context, RunJobInput input, CancellationToken cancellationToken) =>
        await executor.ExecuteAsync(input.RunId, cancellationToken);
}

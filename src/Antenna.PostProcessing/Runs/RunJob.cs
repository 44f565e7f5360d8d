using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>What the schedule says of a run: which one, and which part of it. All else is in their rows.</summary>
/// <param name="Part">The number of the part; <see cref="Start"/> to start the run.</param>
public sealed record RunJobInput(long RunId, int Part)
{
    public const int Start = 0;
}

/// <summary>
/// Starts a run, or executes a part of it. A shutdown cancels it, and the cancellation goes on to Quartz, which then has it
/// recovered; all is keyed on the run's id and the part's number, because a recovered job fires under another name.
/// </summary>
public sealed class RunJob(RunExecutor executor) : IJob<RunJobInput>
{
    /// <summary>
    /// The execution group of the parts of runs that have several: a node executes as many at once as it has workers, and
    /// has threads left for what somebody waits for.
    /// </summary>
    public const string PartsGroup = "parts";

    public async ValueTask Execute(IJobExecutionContext context, RunJobInput input, CancellationToken cancellationToken)
    {
        if (input.Part == RunJobInput.Start)
            await executor.StartAsync(input.RunId, cancellationToken);
        else
            await executor.ExecutePartAsync(input.RunId, input.Part, cancellationToken);
    }
}

using Antenna.Data.Model;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>What a run does to its scope. One registered per <see cref="Run.Task"/>, under that key.</summary>
public interface IPostProcessingTask
{
    /// <summary>
    /// Works through what is left of the run's scope, batch by batch, each one transaction fenced by the run's claim.
    /// Returns at the end of the scope, and after the batch in which the run was asked to wind down.
    /// </summary>
    /// <exception cref="ClaimLostException">Another node has taken the run over.</exception>
    Task ExecuteAsync(RunExecution execution, CancellationToken cancellationToken);
}

/// <summary>Another node has claimed the run: what this one was about to write was rolled back.</summary>
public sealed class ClaimLostException(RunClaim claim)
    : Exception($"Attempt {claim.Attempt} of run {claim.RunId} is no longer the one that counts.");

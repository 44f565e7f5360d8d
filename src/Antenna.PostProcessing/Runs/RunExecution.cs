using Antenna.Data.Model;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>A run under way on this node: what a task needs to know and to tell.</summary>
/// <param name="committed">Told of every batch that was committed.</param>
public sealed class RunExecution(Run run, RunClaim claim, TimeProvider time, Action committed)
{
    /// <summary>The run as it was when this node claimed it.</summary>
    public Run Run => run;

    public RunClaim Claim => claim;

    /// <summary>Commits a batch.</summary>
    /// <returns>Whether the run is to go on; false once it is asked to wind down.</returns>
    /// <exception cref="ClaimLostException">Another node has taken the run over; nothing was written.</exception>
    public async Task<bool> CommitAsync(RunBatch batch, RunCounters counters, long checkpoint, CancellationToken cancellationToken)
    {
        var snapshot = await batch.CommitAsync(counters, checkpoint, time.GetUtcNow().UtcDateTime, cancellationToken);
        if (snapshot is null)
            throw new ClaimLostException(claim);
        committed();
        return snapshot.State is RunState.Running;
    }
}

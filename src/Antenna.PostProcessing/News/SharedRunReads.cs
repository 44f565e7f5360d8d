using Antenna.Data.Runs;

namespace Antenna.PostProcessing.News;

/// <summary>
/// Reads what a run's page shows beside its progress once for all pages that follow the same run: all who read the
/// details or the changes of a run in the same state get the same answer. Only what was read last of a run is kept.
/// </summary>
public sealed class SharedRunReads(RunHistory history) : IDisposable
{
    /// <summary>Runs of which something is kept; the one that was kept for longest goes first.</summary>
    private const int MostRuns = 64;

    private readonly CancellationTokenSource _disposed = new();
    private readonly LatestReads<RunDetails?> _details = new(MostRuns);
    private readonly LatestReads<RunChanges> _changes = new(MostRuns);

    /// <summary>The details of a run, read in the state that <paramref name="run"/> says or after it; null where it is gone.</summary>
    public Task<RunDetails?> DetailsAsync(RunRow run, CancellationToken cancellationToken) =>
        _details.GetAsync(run.Id, DetailsState(run), () => history.FindAsync(run.Id, _disposed.Token), cancellationToken);

    /// <summary>What a run changed, read in the state that <paramref name="run"/> says or after it.</summary>
    /// <param name="most">How many transitions at most, the most frequent first; the same for everybody.</param>
    public Task<RunChanges> ChangesAsync(RunRow run, int most, CancellationToken cancellationToken) =>
        _changes.GetAsync(run.Id, (run.Progress, most), () => history.ChangesAsync(run.Id, most, _disposed.Token), cancellationToken);

    /// <summary>The log grows when the state changes or a part ends or is claimed again: it is not read with every batch or first claim.</summary>
    public static object DetailsState(RunRow run) => (run.Progress.State, run.Progress.Reclaims, run.Progress.PartsFinished, run.Progress.WaitsForRunId);

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private sealed class LatestReads<T>(int most)
    {
        private readonly Lock _gate = new();
        private readonly OrderedDictionary<long, (object State, Task<T> Read)> _reads = [];

        public Task<T> GetAsync(long runId, object state, Func<Task<T>> read, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (_reads.TryGetValue(runId, out var latest) && latest.State.Equals(state) && latest.Read is { IsFaulted: false, IsCanceled: false })
                    return latest.Read.WaitAsync(cancellationToken);
                _reads.Remove(runId);
                if (_reads.Count == most)
                    _reads.RemoveAt(0);

                // Neither inside the lock nor in the caller's synchronization context: the next ones wait for the read, not for that caller.
                var begun = Task.Run(read, CancellationToken.None);
                _reads.Add(runId, (state, begun));
                return begun.WaitAsync(cancellationToken);
            }
        }
    }
}

using System.Collections.Concurrent;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// What the runs that this process executes wait for. Kept in the process, because a run may wait for the database itself;
/// the node records it as well, for other processes to tell.
/// </summary>
public sealed class RunWaits
{
    private readonly ConcurrentDictionary<PartClaim, RunWait> _waits = [];
    private readonly Lock _gate = new();
    private Action<long>[] _subscribers = [];

    /// <summary>What a run waits for; null where it does not wait, or another process executes it.</summary>
    public RunWait? Find(long runId) => _waits.Where(wait => wait.Key.RunId == runId).OrderBy(wait => wait.Value.Since).FirstOrDefault().Value;

    /// <summary>What a part waits for; null where it does not wait.</summary>
    internal RunWait? Find(PartClaim claim) => _waits.GetValueOrDefault(claim);

    /// <summary>Calls back with the id of each run whose wait began, ended or became another; quickly, from any thread.</summary>
    public IDisposable Subscribe(Action<long> changed)
    {
        lock (_gate)
            _subscribers = [.. _subscribers, changed];
        return new Subscription(this, changed);
    }

    /// <summary>Records that a part waits. One that waited for the same keeps the time when that began.</summary>
    internal void Begin(PartClaim claim, RunWait wait)
    {
        var before = Find(claim);
        var now = before is not null && before.Kind == wait.Kind && before.Holder == wait.Holder ? before : wait;
        _waits[claim] = now;
        if (now != before)
            Publish(claim.RunId);
    }

    /// <summary>Records that a part does not wait any more.</summary>
    internal void End(PartClaim claim)
    {
        if (_waits.TryRemove(claim, out _))
            Publish(claim.RunId);
    }

    private void Publish(long runId)
    {
        Action<long>[] subscribers;
        lock (_gate)
            subscribers = _subscribers;
        foreach (var subscriber in subscribers)
            subscriber(runId);
    }

    private sealed class Subscription(RunWaits waits, Action<long> changed) : IDisposable
    {
        public void Dispose()
        {
            lock (waits._gate)
                waits._subscribers = [.. waits._subscribers.Where(each => each != changed)];
        }
    }
}

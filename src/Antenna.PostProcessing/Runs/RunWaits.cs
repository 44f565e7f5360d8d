using System.Collections.Concurrent;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// What the runs that this process executes wait for. Kept in the process, because a run may wait for the database itself;
/// each heartbeat records it as well, for other processes to tell.
/// </summary>
public sealed class RunWaits
{
    private readonly ConcurrentDictionary<long, RunWait> _waits = [];
    private readonly Lock _gate = new();
    private Action<long>[] _subscribers = [];

    /// <summary>What a run waits for; null where it does not wait, or another process executes it.</summary>
    public RunWait? Find(long runId) => _waits.GetValueOrDefault(runId);

    /// <summary>Calls back with the id of each run whose wait began, ended or became another; quickly, from any thread.</summary>
    public IDisposable Subscribe(Action<long> changed)
    {
        lock (_gate)
            _subscribers = [.. _subscribers, changed];
        return new Subscription(this, changed);
    }

    /// <summary>Records that a run waits. One that waited for the same keeps the time when that began.</summary>
    internal void Begin(long runId, RunWait wait)
    {
        var before = Find(runId);
        var now = before is not null && before.Kind == wait.Kind && before.Holder == wait.Holder ? before : wait;
        _waits[runId] = now;
        if (now != before)
            Publish(runId);
    }

    /// <summary>Records that a run does not wait any more.</summary>
    internal void End(long runId)
    {
        if (_waits.TryRemove(runId, out _))
            Publish(runId);
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

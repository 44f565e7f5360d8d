using System.Collections.Concurrent;
using Antenna.Data.Database;

namespace Antenna.PostProcessing.Hosting;

/// <summary>
/// What this process's own work waits for. Kept in the process, because it may wait for the database itself; it is recorded as
/// well, for other processes to tell.
/// </summary>
/// <typeparam name="TClaim">This process's hold on a piece of work.</typeparam>
public abstract class ClaimWaits<TClaim>
    where TClaim : struct
{
    private readonly ConcurrentDictionary<TClaim, DatabaseWait> _waits = [];
    private readonly Lock _gate = new();
    private Action<long>[] _subscribers = [];

    /// <summary>What something waits for, by its id; null where it does not wait, or another process works on it.</summary>
    public DatabaseWait? Find(long id) => _waits.Where(wait => IdOf(wait.Key) == id).OrderBy(wait => wait.Value.Since).FirstOrDefault().Value;

    /// <summary>Calls back with the id of whatever began to wait, waits no more, or waits for something else; quickly, from any thread.</summary>
    public IDisposable Subscribe(Action<long> changed)
    {
        lock (_gate)
            _subscribers = [.. _subscribers, changed];
        return new Subscription(this, changed);
    }

    /// <summary>The id of what is claimed, of which several claims may be parts.</summary>
    protected abstract long IdOf(TClaim claim);

    /// <summary>What a claim waits for; null where it does not wait.</summary>
    internal DatabaseWait? Find(TClaim claim) => _waits.GetValueOrDefault(claim);

    /// <summary>Records that a claim waits. One that waited for the same keeps the time when that began.</summary>
    internal void Begin(TClaim claim, DatabaseWait wait)
    {
        var before = Find(claim);
        var now = before is not null && before.Kind == wait.Kind && before.Holder == wait.Holder ? before : wait;
        _waits[claim] = now;
        if (now != before)
            Publish(IdOf(claim));
    }

    /// <summary>Records that a claim does not wait any more.</summary>
    internal void End(TClaim claim)
    {
        if (_waits.TryRemove(claim, out _))
            Publish(IdOf(claim));
    }

    private void Publish(long id)
    {
        Action<long>[] subscribers;
        lock (_gate)
            subscribers = _subscribers;
        foreach (var subscriber in subscribers)
            subscriber(id);
    }

    private sealed class Subscription(ClaimWaits<TClaim> waits, Action<long> changed) : IDisposable
    {
        public void Dispose()
        {
            lock (waits._gate)
                waits._subscribers = [.. waits._subscribers.Where(each => each != changed)];
        }
    }
}

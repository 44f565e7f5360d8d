namespace Antenna.Data.Database;

/// <summary>A time in which this process cannot use the database.</summary>
/// <param name="Since">UTC.</param>
public sealed record DatabaseOutage(DatabaseErrorKind Kind, DateTime Since);

/// <summary>
/// Whether this process reaches the database, as the connection that listens for changes finds out: it is always open, so it
/// is the first to break, and it is opened again as soon as that is possible.
/// </summary>
public sealed class DatabaseAvailability(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Action[] _subscribers = [];

    /// <summary>Null while the database can be used.</summary>
    public DatabaseOutage? Outage { get; private set; }

    /// <summary>Calls back when an outage begins or ends; quickly, from any thread.</summary>
    public IDisposable Subscribe(Action changed)
    {
        lock (_gate)
            _subscribers = [.. _subscribers, changed];
        return new Subscription(this, changed);
    }

    /// <summary>Reports that the connection broke or cannot be opened. The outage begins with the first report.</summary>
    public void ReportError(Exception exception)
    {
        // What is no error of the database is one of its reader, which the log has.
        if (DatabaseError.Of(exception) is { IsTransient: true } error)
            Change(Outage ?? new(error.Kind, time.GetUtcNow().UtcDateTime));
    }

    /// <summary>Reports that the connection is open.</summary>
    public void ReportAvailable() => Change(null);

    private void Change(DatabaseOutage? outage)
    {
        Action[] subscribers;
        lock (_gate)
        {
            if (Outage == outage)
                return;
            (Outage, subscribers) = (outage, _subscribers);
        }

        foreach (var subscriber in subscribers)
            subscriber();
    }

    private sealed class Subscription(DatabaseAvailability availability, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (availability._gate)
                availability._subscribers = [.. availability._subscribers.Where(each => each != changed)];
        }
    }
}

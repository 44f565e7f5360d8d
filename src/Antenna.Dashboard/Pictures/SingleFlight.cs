namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Executes one operation a key at a time: callers that ask for the same key while it is running share its result, and it is
/// canceled when the last of them has canceled. The framework's <c>HybridCache</c> does this too, but it knows no size of
/// an entry that it does not serialize, and pictures are cached up to a number of bytes.
/// </summary>
/// <param name="operation">Runs on the thread pool.</param>
internal sealed class SingleFlight<TKey, TResult>(Func<TKey, CancellationToken, Task<TResult>> operation)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Flight> _flights = [];

    /// <summary>Returns the result; an exception of the operation is thrown to all callers that share it.</summary>
    public async Task<TResult> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        var flight = Join(key);
        try
        {
            return await flight.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            if (RemoveCaller(key, flight))
                await flight.DisposeAsync();
        }
    }

    private Flight Join(TKey key)
    {
        lock (_gate)
        {
            if (!_flights.TryGetValue(key, out var flight))
                _flights[key] = flight = new(token => operation(key, token));
            flight.Callers++;
            return flight;
        }
    }

    /// <summary>Returns whether it was the last one; a later caller starts the operation again.</summary>
    private bool RemoveCaller(TKey key, Flight flight)
    {
        lock (_gate)
            return --flight.Callers == 0 && _flights.Remove(key);
    }

    private sealed class Flight : IAsyncDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();

        // On the thread pool, not on the first caller's thread: the operation is work, and other callers wait for it too.
        public Flight(Func<CancellationToken, Task<TResult>> operation) => Task = System.Threading.Tasks.Task.Run(() => operation(_abandoned.Token));

        public Task<TResult> Task { get; }

        public int Callers { get; set; }

        public async ValueTask DisposeAsync()
        {
            await _abandoned.CancelAsync();

            // The callers have received the exception, or have canceled.
            await ((Task)Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _abandoned.Dispose();
        }
    }
}

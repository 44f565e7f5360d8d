namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Work that several may ask for at once: it is done once for all of them, and given up when none of them waits for it any
/// more.
/// </summary>
/// <param name="work">Runs off the caller.</param>
internal sealed class SharedWork<TKey, TResult>(Func<TKey, CancellationToken, Task<TResult>> work)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Pending> _pending = [];

    /// <summary>The result; what goes wrong with the work goes wrong for all who wait.</summary>
    public async Task<TResult> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        var pending = Join(key);
        try
        {
            return await pending.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            if (IsLast(key, pending))
                await pending.DisposeAsync();
        }
    }

    private Pending Join(TKey key)
    {
        lock (_gate)
        {
            if (!_pending.TryGetValue(key, out var pending))
                _pending[key] = pending = new(token => work(key, token));
            pending.Waiting++;
            return pending;
        }
    }

    /// <summary>Leaves; whoever comes later begins anew.</summary>
    private bool IsLast(TKey key, Pending pending)
    {
        lock (_gate)
            return --pending.Waiting == 0 && _pending.Remove(key);
    }

    private sealed class Pending : IAsyncDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();

        public Pending(Func<CancellationToken, Task<TResult>> work) => Task = System.Threading.Tasks.Task.Run(() => work(_abandoned.Token));

        public Task<TResult> Task { get; }

        public int Waiting { get; set; }

        public async ValueTask DisposeAsync()
        {
            await _abandoned.CancelAsync();

            // Those who waited have seen what became of it.
            await ((Task)Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _abandoned.Dispose();
        }
    }
}

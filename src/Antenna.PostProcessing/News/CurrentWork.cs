using Antenna.Data.News;
using Npgsql;

namespace Antenna.PostProcessing.News;

/// <summary>
/// Knows which runs and imports are under way, for all pages of the process together: read once when one begins or ends, and not
/// while they progress.
/// </summary>
public sealed class CurrentWork : IDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly IDisposable _subscription;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _gate = new();
    private Task<WorkUnderWay>? _read;

    // Subscribed before any page is, so that what a page reads on the news is no older than they are.
    public CurrentWork(NpgsqlDataSource dataSource, NewsSubscriptions news)
    {
        _dataSource = dataSource;
        _subscription = news.Subscribe(change => change.Subject is NewsSubject.WorkUnderWay, _ => Forget());
    }

    /// <summary>What is under way now.</summary>
    public Task<WorkUnderWay> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Not in the synchronization context of the caller that begins it: the next ones wait for the read, not for that caller.
            if (_read is null or { IsFaulted: true } or { IsCanceled: true })
                _read = Task.Run(() => WorkUnderWay.ReadAsync(_dataSource, _disposed.Token), CancellationToken.None);
            return _read.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private void Forget()
    {
        lock (_gate)
            _read = null;
    }
}

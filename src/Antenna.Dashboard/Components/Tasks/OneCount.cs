namespace Antenna.Dashboard.Components.Tasks;

/// <summary>Lets one count go on at a time: a new one cancels the one before, and begins when that has ended.</summary>
internal sealed class OneCount : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private CancellationTokenSource? _current;

    /// <summary>Counts to the end, or until it is canceled or another count begins.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> count, CancellationToken cancellationToken)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var before = _current;
        _current = mine;
        try
        {
            if (before is not null)
                await before.CancelAsync();
            await _one.WaitAsync(mine.Token);
            try
            {
                await count(mine.Token);
            }
            finally
            {
                _one.Release();
            }
        }
        catch (Exception) when (mine.IsCancellationRequested)
        {
            // The count was canceled, in whatever form the exception came: the page shows another one now.
        }
        finally
        {
            if (_current == mine)
                _current = null;
        }
    }

    /// <summary>Ends the count, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_current is { } current)
            await current.CancelAsync();
        await _one.WaitAsync();
        _one.Dispose();
    }
}

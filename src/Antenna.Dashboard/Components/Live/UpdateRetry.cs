namespace Antenna.Dashboard.Components.Live;

/// <summary>
/// Makes an update again that failed: after a second, and then after twice as long each time, so that what fails for a while
/// is right soon after, and what fails for good does not fill the log. Used on one circuit.
/// </summary>
/// <param name="update">Requests the update, from any thread.</param>
internal sealed class UpdateRetry(TimeProvider time, Action update) : IDisposable
{
    public static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private TimeSpan _pause = ShortestPause;
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Takes how an update went, of whatever signal it came.</summary>
    public void Report(bool succeeded)
    {
        _timer?.Dispose();
        _timer = null;
        if (succeeded)
            _pause = ShortestPause;
        else if (!_isDisposed)
        {
            _timer = time.CreateTimer(_ => update(), null, _pause, Timeout.InfiniteTimeSpan);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer?.Dispose();
    }
}

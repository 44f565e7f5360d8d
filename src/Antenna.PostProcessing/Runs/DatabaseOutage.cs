using Antenna.Data.Database;
using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Outlasts trouble with the database that passes by itself: a server that restarts, a connection that broke, a deadlock.
/// What failed by it is done again, until it succeeds or nothing has been achieved for <see cref="Patience"/>.
/// </summary>
internal sealed partial class DatabaseOutage(long runId, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private long? _since;
    private TimeSpan _pause = ShortestPause;

    /// <summary>Something was written: whatever fails from now on is another outage.</summary>
    public void IsOver() => (_since, _pause) = (null, ShortestPause);

    /// <summary>Does the work, which must bear being done again from its beginning.</summary>
    public async Task<T> OutlastAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var result = await work();
                IsOver();
                return result;
            }
            catch (Exception exception) when (DatabaseTrouble.Passes(exception) && HasPatience())
            {
                LogAway(runId, exception);

                // Nothing tells when a database is back but asking it.
                await Task.Delay(_pause, time, cancellationToken);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
        }
    }

    public Task OutlastAsync(Func<Task> work, CancellationToken cancellationToken) => OutlastAsync(
        async () =>
        {
            await work();
            return true;
        },
        cancellationToken);

    private bool HasPatience()
    {
        _since ??= time.GetTimestamp();
        return time.GetElapsedTime(_since.Value) < Patience;
    }

    [LoggerMessage(LogLevel.Warning, "Run {RunId} waits for the database.")]
    private partial void LogAway(long runId, Exception exception);
}

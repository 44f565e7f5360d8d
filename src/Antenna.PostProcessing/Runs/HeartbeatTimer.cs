using Antenna.Data.Database;
using Antenna.Data.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Records a run's heartbeats and what it waits for, from a timer: a batch may take long, and a node that is busy in one
/// should still be told from one that is gone.
/// </summary>
internal sealed partial class HeartbeatTimer : IAsyncDisposable
{
    /// <summary>The time from one heartbeat to the next, as long as the run waits for nothing else than before.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How often to look whether the run waits for something else.</summary>
    internal static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private static readonly string Node = $"{Environment.MachineName}, process {Environment.ProcessId}";

    private readonly NpgsqlDataSource _dataSource;
    private readonly RunClaim _claim;
    private readonly RunWaits _waits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _beating;
    private RunWait? _recorded;

    private HeartbeatTimer(NpgsqlDataSource dataSource, RunClaim claim, RunWaits waits, TimeProvider time, ILogger logger)
    {
        _dataSource = dataSource;
        _claim = claim;
        _waits = waits;
        _time = time;
        _logger = logger;
        _beating = RunAsync(_stop.Token);
    }

    /// <summary>Cancelled when another node is seen to hold the run.</summary>
    public CancellationToken ClaimLost => _lost.Token;

    public static HeartbeatTimer Start(NpgsqlDataSource dataSource, RunClaim claim, RunWaits waits, TimeProvider time, ILogger logger) =>
        new(dataSource, claim, waits, time, logger);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(LookInterval, _time);
        try
        {
            var last = _time.GetTimestamp();
            var holdsClaim = await TryBeatAsync(stop);
            while (holdsClaim)
            {
                await timer.WaitForNextTickAsync(stop);
                var isDue = _time.GetElapsedTime(last) >= Interval;
                if (!isDue && !await WaitsForSomethingElseAsync(stop))
                    continue;
                last = _time.GetTimestamp();
                holdsClaim = await TryBeatAsync(stop);
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended, and with it the reason to beat.
        }
    }

    private async Task<bool> TryBeatAsync(CancellationToken stop)
    {
        var wait = _waits.Find(_claim.RunId);
        try
        {
            var beat = new RunBeat(Node, _time.GetUtcNow().UtcDateTime, wait, IsNews: wait != _recorded);
            var holdsClaim = await RunRecords.BeatAsync(_dataSource, _claim, beat, stop);
            _recorded = wait;
            return holdsClaim;
        }
        catch (NpgsqlException exception)
        {
            // The batch meets the same error, and decides what becomes of the run.
            LogMissed(_claim.RunId, exception);
            return true;
        }
    }

    private async Task<bool> WaitsForSomethingElseAsync(CancellationToken stop)
    {
        var wait = _waits.Find(_claim.RunId);
        try
        {
            // While the database has errors, asking it for locks would only add to them.
            if (wait is null or { Kind: DatabaseErrorKind.LockWait })
                wait = await FindLockAsync(wait, stop);
        }
        catch (NpgsqlException exception)
        {
            LogNotLooked(_claim.RunId, exception);
        }

        return wait != _recorded;
    }

    private async Task<RunWait?> FindLockAsync(RunWait? before, CancellationToken stop)
    {
        if (await RunWait.FindLockAsync(_dataSource, _claim.RunId, stop) is { } found)
            _waits.Begin(_claim.RunId, found);
        else if (before is not null)
            _waits.End(_claim.RunId);
        return _waits.Find(_claim.RunId);
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "Could not record a heartbeat of run {RunId}")]
    private partial void LogMissed(long runId, Exception exception);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Debug, Message = "Could not look which locks run {RunId} waits for")]
    private partial void LogNotLooked(long runId, Exception exception);
}

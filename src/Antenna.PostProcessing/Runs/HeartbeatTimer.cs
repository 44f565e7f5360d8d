using Antenna.Data.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Gives a sign of life for a run, from a timer: a batch may take long, and a node that hangs in one should still be told
/// from one that is gone.
/// </summary>
internal sealed partial class HeartbeatTimer : IAsyncDisposable
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly string Node = $"{Environment.MachineName}, process {Environment.ProcessId}";

    private readonly NpgsqlDataSource _dataSource;
    private readonly RunClaim _claim;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _beating;

    private HeartbeatTimer(NpgsqlDataSource dataSource, RunClaim claim, TimeProvider time, ILogger logger)
    {
        _dataSource = dataSource;
        _claim = claim;
        _time = time;
        _logger = logger;
        _beating = BeatAsync(_stop.Token);
    }

    /// <summary>Cancelled when another node is seen to hold the run.</summary>
    public CancellationToken ClaimLost => _lost.Token;

    public static HeartbeatTimer Start(NpgsqlDataSource dataSource, RunClaim claim, TimeProvider time, ILogger logger) =>
        new(dataSource, claim, time, logger);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await TryBeatAsync(stop))
                await timer.WaitForNextTickAsync(stop);
            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended, and with it the reason to beat.
        }
    }

    private async Task<bool> TryBeatAsync(CancellationToken stop)
    {
        try
        {
            return await RunRecords.BeatAsync(_dataSource, _claim, Node, _time.GetUtcNow().UtcDateTime, stop);
        }
        catch (NpgsqlException exception)
        {
            // The batch that meets the same trouble decides what becomes of the run.
            LogMissed(_claim.RunId, exception);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not record a heartbeat of run {RunId}.")]
    private partial void LogMissed(long runId, Exception exception);
}

using Antenna.Data.Database;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Tells others of this node, from a timer: that it is there, and what the parts that it works on wait for. A batch may take
/// long, and a node that is busy in one should still be told from one that is gone.
/// </summary>
public sealed partial class NodeMonitor(
    NpgsqlDataSource dataSource, ActiveParts active, RunWaits waits, TimeProvider time, ILogger<NodeMonitor> logger) : PeriodicWork(LookInterval, time)
{
    /// <summary>The time from one heartbeat to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How often to look what the parts wait for.</summary>
    internal static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<PartClaim, DatabaseWait> _recorded = [];
    private readonly SemaphoreSlim _registering = new(1);
    private long? _nodeId;
    private long _lastBeat;

    /// <summary>The name by which people find the process.</summary>
    public static string Name { get; } = $"{Environment.MachineName}, process {Environment.ProcessId}";

    /// <summary>The node's id. A process becomes a node with the first part that it takes up.</summary>
    public async Task<long> GetNodeIdAsync(CancellationToken cancellationToken)
    {
        await _registering.WaitAsync(cancellationToken);
        try
        {
            if (_nodeId is null)
            {
                _lastBeat = Time.GetTimestamp();
                _nodeId = await Nodes.RegisterAsync(dataSource, Name, Time.GetUtcNow().UtcDateTime, cancellationToken);
            }

            return _nodeId.Value;
        }
        finally
        {
            _registering.Release();
        }
    }

    public override void Dispose()
    {
        _registering.Dispose();
        base.Dispose();
    }

    // Where it fails, the batches meet the same error, and decide what becomes of the runs.
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        if (_nodeId is { } id && Time.GetElapsedTime(_lastBeat) >= Interval)
            await BeatAsync(id, stoppingToken);
        foreach (var claim in active.Claims)
            await RecordWaitAsync(claim, stoppingToken);
        foreach (var ended in _recorded.Keys.Except(active.Claims).ToList())
            await RecordAsync(ended, null, stoppingToken);
    }

    private async Task BeatAsync(long nodeId, CancellationToken cancellationToken)
    {
        var now = Time.GetTimestamp();
        await Nodes.BeatAsync(dataSource, nodeId, Time.GetUtcNow().UtcDateTime, cancellationToken);
        _lastBeat = now;
        if (active.Claims is not { Count: > 0 } claims)
            return;
        foreach (var stale in await RunPartRecords.FindStaleAsync(dataSource, claims, cancellationToken))
            active.Revoke(stale);
    }

    private async Task RecordWaitAsync(PartClaim claim, CancellationToken cancellationToken)
    {
        var wait = waits.Find(claim);

        // While the database has errors, querying it for locks would only add to them.
        if (wait is null or { Kind: DatabaseErrorKind.LockWait })
        {
            if (await RunLockWait.FindAsync(dataSource, claim, cancellationToken) is { } found)
                waits.Begin(claim, found);
            else if (wait is not null)
                waits.End(claim);
            wait = waits.Find(claim);
        }

        if (wait != _recorded.GetValueOrDefault(claim))
            await RecordAsync(claim, wait, cancellationToken);
    }

    private async Task RecordAsync(PartClaim claim, DatabaseWait? wait, CancellationToken cancellationToken)
    {
        await RunPartRecords.RecordWaitAsync(dataSource, claim, wait, cancellationToken);
        if (wait is null)
            _recorded.Remove(claim);
        else
            _recorded[claim] = wait;
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "Could not record the node's heartbeat, or what its runs wait for")]
    protected override partial void LogMissed(Exception exception);
}

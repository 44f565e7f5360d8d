using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>Tells a run that has stalled from one that a node works on: the node gives no heartbeat any more.</summary>
public static class RunStall
{
    /// <summary>Several heartbeats, so that a node which was only busy for a moment is not taken for one that is gone.</summary>
    public static readonly TimeSpan After = 6 * NodeMonitor.Interval;

    /// <summary>How old the last heartbeat is of the node that holds a run; null where that is as it should be, or no node holds it.</summary>
    public static TimeSpan? Of(RunSnapshot run, DateTime now) =>
        run is { IsUnderWay: true, LastHeartbeat: { } beat } && now - beat is var age && age > After ? age : null;
}

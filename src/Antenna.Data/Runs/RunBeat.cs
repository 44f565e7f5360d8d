namespace Antenna.Data.Runs;

/// <summary>A heartbeat of the node that executes a run.</summary>
/// <param name="Node">The node's name, for people.</param>
/// <param name="At">UTC.</param>
/// <param name="Wait">What the run waits for; null where it does not wait.</param>
/// <param name="IsNews">Whether that is something else than at the heartbeat before.</param>
public sealed record RunBeat(string Node, DateTime At, RunWait? Wait = null, bool IsNews = false);

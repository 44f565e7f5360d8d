using Antenna.Data.Model;

namespace Antenna.Data.Runs;

/// <summary>A run as its page shows it.</summary>
/// <param name="Algorithm">The algorithm whose rows it writes.</param>
/// <param name="Settings">As frozen when it was launched: JSON, its shape the task's own.</param>
/// <param name="LastSignOfLife">From the node that held it last; null before the first.</param>
/// <param name="Log">Oldest first, the newest <see cref="RunHistory.LogLines"/> of them.</param>
/// <param name="Warnings">How many lines of the whole log are warnings or errors.</param>
public sealed record RunDetails(
    RunRow Run,
    AlgorithmName Algorithm,
    string Settings,
    int BatchSize,
    DateTime? LastSignOfLife,
    string? Node,
    IReadOnlyList<RunLogLine> Log,
    long LogLines,
    long Warnings);

/// <summary>One line of a run's log.</summary>
public sealed record RunLogLine(long Id, DateTime At, RunLogLevel Level, string Message);

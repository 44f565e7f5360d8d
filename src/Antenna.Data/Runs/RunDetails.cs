using Antenna.Data.Model;

namespace Antenna.Data.Runs;

/// <summary>A run as its page shows it.</summary>
/// <param name="Algorithm">The algorithm whose rows it writes; null where it writes none.</param>
/// <param name="Settings">As frozen when it was launched: JSON, its shape the task's own.</param>
/// <param name="Log">Newest first, the newest <see cref="RunHistory.LogLines"/> of them.</param>
/// <param name="LogLines">How many lines the whole log has.</param>
/// <param name="Listed">By outcome, the first rows of those that are listed.</param>
/// <param name="States">The states that it came into, in their order.</param>
public sealed record RunDetails(
    RunRow Run,
    AlgorithmName? Algorithm,
    string Settings,
    int BatchSize,
    IReadOnlyList<RunLogLine> Log,
    long LogLines,
    IReadOnlyDictionary<string, IReadOnlyList<long>> Listed,
    IReadOnlyList<RunStateName> States)
{
    /// <summary>The standing mask that launched it, and after which import; null where a person launched it.</summary>
    public StandingMaskOrigin? LaunchedBy { get; init; }
}

/// <summary>What a run was launched by: a standing mask, after an import.</summary>
/// <param name="File">The name of the file that was imported.</param>
public sealed record StandingMaskOrigin(long StandingMaskId, string File, DateTime ImportedAt);

/// <summary>One line of a run's log.</summary>
/// <param name="Data">What belongs to the message, as JSON; null where nothing does.</param>
public sealed record RunLogLine(long Id, DateTime At, RunLogLevel Level, string Message, string? Data);

/// <summary>A state that a run came into.</summary>
/// <param name="Person">Who did it; null where the run came into it by itself.</param>
public sealed record RunStateName(RunState State, DateTime At, string? Person);

using System.Linq.Expressions;

namespace Antenna.Data.Model;

public enum RunState
{
    Queued,
    Running,
    Canceling,
    Succeeded,
    Failed,
    Canceled,
    Reverted,
}

/// <summary>The one definition of which runs are under way: for the code, for LINQ queries and for SQL.</summary>
public static class RunStates
{
    /// <summary>For SQL: <c>state in {UnderWaySql}</c>.</summary>
    public const string UnderWaySql = "('Queued', 'Running', 'Canceling')";

    private static readonly RunState[] UnderWayStates = [RunState.Queued, RunState.Running, RunState.Canceling];

    /// <summary>For LINQ queries.</summary>
    public static Expression<Func<Run, bool>> UnderWay { get; } = run => UnderWayStates.Contains(run.State);

    /// <summary>Whether a run in this state is not over yet.</summary>
    public static bool IsUnderWay(this RunState state) => UnderWayStates.Contains(state);
}

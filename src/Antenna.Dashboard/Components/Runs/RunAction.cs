using Antenna.Data.Runs;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What a person can do with a run.</summary>
internal enum RunAction
{
    Cancel,
    Resume,
    Retry,
    Undo,
    Redo,
}

/// <summary>Which runs an undo and a redo are about.</summary>
internal static class RunUndoing
{
    /// <summary>The run that a redo leaves as before its undo.</summary>
    public static long RedoneId(this RunRow run) => run.UndoesRunId ?? run.Id;

    /// <summary>The run that an action undoes: of a redo, the undo.</summary>
    public static long UndoneId(this RunRow run, RunAction action) =>
        action is RunAction.Undo || run.UndoesRunId is not null ? run.Id : run.UndoneByRunId!.Value;
}

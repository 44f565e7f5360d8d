using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.Tasks;

/// <summary>One row of a task's scope, with what was read and computed of it ahead of its batch.</summary>
/// <param name="OccurrenceId">The occurrence that it belongs to, and that is locked when the task is applied to it.</param>
/// <param name="Id">What the log names it by: of a prediction, its source's id.</param>
public abstract record TaskRow(long OccurrenceId, long Id)
{
    /// <summary>Other occurrences that are to be locked with it.</summary>
    public virtual IEnumerable<long> OtherOccurrenceIds => [];

    /// <summary>How many rows the task may write for it.</summary>
    public virtual int MostWritten => 1;
}

/// <summary>The work of a task with its settings: what it reads, and what it does to a row.</summary>
public interface ITaskWork
{
    /// <summary>How many rows a scope has.</summary>
    Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken);

    /// <summary>The ranges into which a run over a scope is cut.</summary>
    Task<IReadOnlyList<OccurrenceRange>> CutAsync(
        NpgsqlConnection connection, RunScope scope, PartSize size, CancellationToken cancellationToken);

    /// <summary>Streams the rows of a range, occurrence by occurrence in the order of their ids.</summary>
    IAsyncEnumerable<TaskRow> ReadAsync(NpgsqlConnection connection, RunScope scope, OccurrenceRange range, CancellationToken cancellationToken);

    /// <summary>
    /// Applies the task to a row, on the states of the locked occurrences and on nothing else: a run writes what this
    /// changes, a dry run counts it, a preview shows it.
    /// </summary>
    /// <param name="newId">Gives the id of a row to write.</param>
    /// <returns>The key of the outcome.</returns>
    string Apply(TaskRow row, LineageChanges changes, Func<long> newId);
}

/// <summary>Work on rows of one kind.</summary>
public abstract class TaskWork<TRow> : ITaskWork
    where TRow : TaskRow
{
    public abstract Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken);

    public virtual Task<IReadOnlyList<OccurrenceRange>> CutAsync(
        NpgsqlConnection connection, RunScope scope, PartSize size, CancellationToken cancellationToken) =>
        ScopeParts.CutAsync(connection, scope, size, cancellationToken);

    public abstract IAsyncEnumerable<TRow> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, CancellationToken cancellationToken);

    public abstract string Apply(TRow row, LineageChanges changes, Func<long> newId);

    IAsyncEnumerable<TaskRow> ITaskWork.ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, CancellationToken cancellationToken) =>
        ReadAsync(connection, scope, range, cancellationToken);

    string ITaskWork.Apply(TaskRow row, LineageChanges changes, Func<long> newId) => Apply((TRow)row, changes, newId);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Antenna.Data.Errors;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>What undoing a run would do.</summary>
/// <param name="IsRedo">The run is an undo itself: undoing it does again what it undid.</param>
/// <param name="Standing">The runs that stand on its lineages and have to be undone before it, newest first.</param>
/// <param name="Occurrences">Occurrences that the run touched.</param>
/// <param name="Written">Rows that it wrote, and that would go.</param>
/// <param name="TaxonChanged">Occurrences that became another taxon by it.</param>
/// <param name="WhyNot">Why it cannot be undone; null where it can be, once those that stand on it are.</param>
public sealed record UndoPlan(
    long RunId, bool IsRedo, IReadOnlyList<long> Standing, long Occurrences, long Written, long TaxonChanged, string? WhyNot);

/// <summary>
/// Undoes runs, and undoes the undoing. An undo is a run itself: it is cut into parts, survives a kill, can be watched, and
/// leaves effects.
/// </summary>
public sealed class RunUndo(IDbContextFactory<AntennaDbContext> contexts, RunTransactions transactions, NpgsqlDataSource dataSource)
{
    private static readonly RunState[] Undoable = [RunState.Succeeded, RunState.Failed, RunState.Canceled];

    /// <summary>What undoing a run would do; null where there is no such run.</summary>
    public async Task<UndoPlan?> PlanAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancellationToken) is not { } run)
            return null;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var (written, changed) = await RunEffectReader.SummarizeAsync(connection, runId, cancellationToken);
        return new(
            runId, run.UndoesRunId is not null, await RunEffectReader.StandingOnAsync(connection, runId, cancellationToken),
            await RunEffectReader.CountAsync(connection, runId, cancellationToken), written, changed, WhyNot(run));
    }

    /// <summary>Launches the undo of a run, and before it those of the runs that stand on it.</summary>
    /// <param name="standing">The runs that may be undone with it, as the person saw them: the launch is refused where there are others.</param>
    /// <returns>The undoing runs, in the order in which they follow one another; that of the run itself is the last.</returns>
    /// <exception cref="RunRefusedException">The run cannot be undone, or other runs stand on it.</exception>
    public async Task<IReadOnlyList<LaunchedRun>> LaunchAsync(
        long runId, IReadOnlyCollection<long> standing, Person person, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await PlanAsync(runId, cancellationToken) ?? throw new RunRefusedException($"There is no run {runId}.");
        if (plan.WhyNot is { } reason)
            throw new RunRefusedException(reason);
        if (plan.Standing.Except(standing).ToList() is { Count: > 0 } others)
            throw new RunRefusedException(StandingText(runId, others));

        long[] ids = [.. plan.Standing, runId];
        var runs = await context.Runs.AsNoTracking().Where(run => ids.Contains(run.Id)).ToDictionaryAsync(run => run.Id, cancellationToken);
        foreach (var stands in plan.Standing)
        {
            if (WhyNot(runs[stands]) is { } itsReason)
                throw new RunRefusedException($"Run {stands} stands on run {runId} and cannot be undone. {itsReason}");
        }

        return await transactions.ExecuteAsync<IReadOnlyList<LaunchedRun>>(
            async transaction =>
            {
                var launched = new List<LaunchedRun>();
                foreach (var id in ids)
                {
                    var (undo, alreadyUnderWay) = await RunLauncher.CreateAsync(transaction, NewUndo(runs[id], person), cancellationToken);
                    launched.Add(new(undo, $"undo of run {id}", alreadyUnderWay));
                }

                foreach (var undo in launched.Where(undo => !undo.AlreadyUnderWay))
                    await transaction.ScheduleStartAsync(undo.RunId, cancellationToken);
                return launched;
            },
            cancellationToken);
    }

    /// <summary>Why a queued undo cannot start; null where it can, or the run undoes nothing. The caller has locked the run that it undoes.</summary>
    internal static async Task<string?> WhyNotAsync(NpgsqlConnection connection, Run run, CancellationToken cancellationToken)
    {
        if (run.UndoesRunId is not { } undone)
            return null;
        if (await RunRecords.LockAsync(connection, undone, cancellationToken) is RunState.Reverted)
            return UndoneText(undone);
        return await RunEffectReader.StandingOnAsync(connection, undone, cancellationToken) is { Count: > 0 } standing && standing.Any(id => id != run.Id)
            ? StandingText(undone, [.. standing.Where(id => id != run.Id)])
            : null;
    }

    /// <summary>
    /// Makes the run that was undone reverted. If that one was an undo itself, the run that it had undone is as it
    /// was before; and so on, for what an undo of a redo undoes is the run itself.
    /// </summary>
    internal static async Task CompleteAsync(RunTransaction transaction, long runId, CancellationToken cancellationToken)
    {
        if (await UndoesAsync(transaction.Connection, runId, cancellationToken) is not var (undone, person))
            return;
        for (var reverts = true; ; reverts = !reverts)
        {
            var was = await RunRecords.LockAsync(transaction.Connection, undone, cancellationToken);
            var before = reverts ? was : await RunRecords.StateBeforeAsync(transaction.Connection, undone, cancellationToken);
            var changed = await RunRecords.ChangeStateAsync(
                transaction.Connection, undone, reverts ? Undoable : [RunState.Reverted], reverts ? RunState.Reverted : before!.Value,
                transaction.Now, person, cancellationToken);

            // An undo that had not come to its end had not turned its run.
            if (!changed || before is not RunState.Succeeded || await UndoesAsync(transaction.Connection, undone, cancellationToken) is not var (original, _))
                return;
            undone = original;
        }
    }

    private static async Task<(long Undone, long Person)?> UndoesAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select undoes_run_id, requested_by_id from runs where id = $1 and undoes_run_id is not null", connection)
        {
            Parameters = { new() { Value = runId } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private static NewRun NewUndo(Run run, Person person)
    {
        var settings = JsonSerializer.Serialize(new { undoes = run.Id });
        return new(
            run.ProjectId, UndoTask.TaskKey, RunScope.Of(run), run.SourceAlgorithmId, AlgorithmId: null, run.TaxaListVersionId,
            settings, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings))), run.BatchSize, run.Id, person.Id);
    }

    private static string? WhyNot(Run run) => run.State switch
    {
        RunState.Reverted => UndoneText(run.Id),
        RunState.Queued or RunState.Running or RunState.Canceling => $"Run {run.Id} is under way. Cancel it, or wait until it ends.",
        _ => null,
    };

    private static string UndoneText(long runId) => string.Create(CultureInfo.InvariantCulture, $"Run {runId} is undone already.");

    private static string StandingText(long runId, List<long> standing) => string.Create(
        CultureInfo.InvariantCulture,
        $"On what run {runId} did {(standing.Count == 1 ? "a later run stands" : "later runs stand")}: {string.Join(", ", standing)}. Undo {(standing.Count == 1 ? "it" : "them, newest first,")} before it.");
}

/// <summary>What was to be done with a run cannot be done; nothing was changed.</summary>
public sealed class RunRefusedException(string message) : RefusedException(message);

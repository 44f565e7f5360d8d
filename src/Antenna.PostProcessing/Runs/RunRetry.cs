using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>What retrying a run would do.</summary>
/// <param name="Rows">How many rows are in its scope now.</param>
/// <param name="WhyNot">Why it cannot be retried; null where it can be.</param>
public sealed record RetryPlan(long RunId, long Rows, string? WhyNot);

/// <summary>
/// Retries runs: a new run of the same task, with the same settings and over the same scope. It is launched as any other, so
/// what has changed since is checked again, and what the run had done already is found unchanged.
/// </summary>
public sealed class RunRetry(
    IDbContextFactory<AntennaDbContext> contexts, PostProcessingTasks tasks, RunLauncher launcher, NpgsqlDataSource dataSource)
{
    /// <summary>What retrying a run would do; null where there is no such run.</summary>
    public async Task<RetryPlan?> PlanAsync(long runId, Person? person, CancellationToken cancellationToken)
    {
        if (await FindAsync(runId, cancellationToken) is not { } run)
            return null;
        if (WhyNot(run) is { } reason)
            return new(runId, 0, reason);
        var (task, request) = await RequestAsync(run, cancellationToken);
        var review = await task.ReviewAsync(request, person, cancellationToken);
        if (review.Problems.Count > 0)
            return new(runId, 0, string.Join(" ", review.Problems.Select(problem => problem.Message)));
        return new(runId, await CountAsync(review.Plans, cancellationToken), null);
    }

    /// <summary>Launches the new run; the one that is under way already where it was requested before.</summary>
    /// <exception cref="RunRefusedException">There is no such run, it has not ended, or it is an undo.</exception>
    /// <exception cref="LaunchRefusedException">Its settings are no longer possible; no run was created.</exception>
    public async Task<IReadOnlyList<LaunchedRun>> LaunchAsync(long runId, Person person, CancellationToken cancellationToken)
    {
        var run = await FindAsync(runId, cancellationToken)
            ?? throw new RunRefusedException(string.Create(CultureInfo.InvariantCulture, $"There is no run {runId}."));
        if (WhyNot(run) is { } reason)
            throw new RunRefusedException(reason);
        var (task, request) = await RequestAsync(run, cancellationToken);
        return await launcher.LaunchAsync(task.Key, request, person, cancellationToken);
    }

    private async Task<Run?> FindAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancellationToken);
    }

    private string? WhyNot(Run run)
    {
        if (run.State.IsUnderWay())
            return string.Create(CultureInfo.InvariantCulture, $"Run {run.Id} is under way. Cancel it, or wait until it ends.");
        return tasks.Get(run.Task) is IPostProcessingTask
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Run {run.Id} is an undo: undo run {run.UndoesRunId} again, or resume this.");
    }

    private async Task<(IPostProcessingTask Task, TaskRequest Request)> RequestAsync(Run run, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var scope = await Selections.LoadAsync(connection, RunScope.Of(run), cancellationToken);
        var task = (IPostProcessingTask)tasks.Get(run.Task);
        var values = task.ValuesOf(run.Settings).With(TaskField.BatchSize.Key, run.BatchSize.ToString(CultureInfo.InvariantCulture));
        return (task, new(scope.Kind is RunScopeKind.Selection ? RunScope.OfSelection(scope.OccurrenceIds!) : scope, values));
    }

    private async Task<long> CountAsync(IReadOnlyList<RunPlan> plans, CancellationToken cancellationToken)
    {
        var rows = 0L;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var plan in plans)
        {
            var work = await plan.BeginWorkAsync(connection, cancellationToken);
            rows += await work.CountAsync(connection, plan.Scope, cancellationToken);
        }

        return rows;
    }
}

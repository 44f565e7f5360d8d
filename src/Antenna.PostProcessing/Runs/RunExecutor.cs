using System.Data.Common;
using System.Diagnostics;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// The life of a part on one node, from the claim to its end. Every way out leaves it in a state that says what happened,
/// or, where this node is to blame, in one that another worker continues from the last batch.
/// </summary>
public sealed partial class RunExecutor(
    NpgsqlDataSource dataSource,
    IDbContextFactory<AntennaDbContext> contexts,
    RunStarter starter,
    RunEndings endings,
    PostProcessingTasks tasks,
    ActiveParts active,
    NodeMonitor node,
    RunWaits waits,
    TimeProvider time,
    ILogger<RunExecutor> logger)
{
    /// <summary>Starts a run, and executes it at once where it is one part only.</summary>
    /// <exception cref="OperationCanceledException">This node is shutting down; the run is to be recovered.</exception>
    public async Task StartAsync(long runId, CancellationToken cancellationToken)
    {
        var retry = new RetryPolicy(new(runId, RunJobInput.Start, 0), waits, time, logger);
        using var run = Telemetry.StartRun(runId);
        int? only = null;
        try
        {
            only = await retry.ExecuteAsync(token => starter.StartAsync(runId, token), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Telemetry.Fail(run, exception);
            await FailAsync(new(runId, RunJobInput.Start, 0), exception, cancellationToken);
        }
        finally
        {
            waits.End(new(runId, RunJobInput.Start, 0));
        }

        if (only is { } part)
            await ExecutePartAsync(runId, part, cancellationToken);
    }

    /// <summary>Executes a part until it ends, here or, once another worker has claimed it, there.</summary>
    /// <exception cref="OperationCanceledException">This node is shutting down; the part is to be recovered.</exception>
    public async Task ExecutePartAsync(long runId, int part, CancellationToken cancellationToken)
    {
        var claiming = new RetryPolicy(new(runId, part, 0), waits, time, logger);
        var claimed = await claiming.ExecuteAsync(
            async token => await RunPartRecords.ClaimAsync(dataSource, runId, part, await node.GetNodeIdAsync(token), Now, token), cancellationToken);
        if (claimed is null)
        {
            LogNothingToDo(runId, part);
            return;
        }

        await ExecuteAsync(claimed, cancellationToken);
    }

    private async Task ExecuteAsync(ClaimedPart claimed, CancellationToken cancellationToken)
    {
        var claim = claimed.Claim;
        using var activity = Telemetry.StartPart(claimed.Task, claim.RunId, claim.Part, claim.Attempt);
        var ofTask = new KeyValuePair<string, object?>(Telemetry.TaskTag, claimed.Task);
        Telemetry.PartsActive.Add(1, ofTask);
        var retry = new RetryPolicy(claim, waits, time, logger);
        using var revoked = new CancellationTokenSource();
        using var listed = active.Add(claim, revoked);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, revoked.Token);
        try
        {
            var finished = await retry.ExecuteAsync(token => WorkAsync(claim, retry, token), stop.Token);
            await retry.ExecuteAsync(token => endings.EndPartAsync(claim, finished, token), stop.Token);
            activity?.SetTag(Telemetry.OutcomeTag, finished ? "finished" : "stopped");
        }
        catch (Exception exception) when (exception is StaleClaimException || revoked.IsCancellationRequested)
        {
            LogStaleClaim(claim.RunId, claim.Part, claim.Attempt);
            activity?.SetTag(Telemetry.OutcomeTag, "lost");
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever form it takes, what comes of canceling is no failure of the run.
            LogInterrupted(claim.RunId, claim.Part, claim.Attempt);
            activity?.SetTag(Telemetry.OutcomeTag, "interrupted");
            throw new OperationCanceledException($"Part {claim.Part} of run {claim.RunId} was interrupted.", exception, cancellationToken);
        }
        catch (Exception exception)
        {
            Telemetry.Fail(activity, exception);
            if (!await FailAsync(claim, exception, cancellationToken))
                activity?.SetTag(Telemetry.OutcomeTag, "lost");
        }
        finally
        {
            waits.End(claim);
            Telemetry.PartsActive.Add(-1, ofTask);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Works through what is left of a part's range; may be begun again wherever it broke off.</summary>
    /// <returns>Whether it came to the end; false where the run is being canceled.</returns>
    private async Task<bool> WorkAsync(PartClaim claim, RetryPolicy retry, CancellationToken cancellationToken)
    {
        var part = await RunPartRecords.ReadAsync(dataSource, claim, cancellationToken) ?? throw new StaleClaimException(claim);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await context.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == claim.RunId, cancellationToken)
            ?? throw new StaleClaimException(claim);
        if (run.State is RunState.Canceling)
            return false;

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var task = tasks.Get(run.Task);
        var work = await task.LoadAsync(run, cancellationToken);
        var scope = await Selections.LoadAsync(connection, RunScope.Of(run), cancellationToken);
        var listed = task.Outcomes.Where(outcome => outcome.IsListed).Select(outcome => outcome.Key).ToHashSet(StringComparer.Ordinal);
        var tally = part.Tally;
        var began = time.GetTimestamp();
        await foreach (var batch in TaskBatches.ReadAsync(dataSource, work, scope, part.Range, run.BatchSize, cancellationToken))
        {
            (tally, var state) = await WriteAsync(connection, part, work, batch, tally, listed, cancellationToken);
            Telemetry.BatchDuration.Record(
                time.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>(Telemetry.TaskTag, part.Task));
            began = time.GetTimestamp();
            retry.ReportProgress();
            if (state is not RunState.Running)
                return false;
        }

        return true;
    }

    private async Task<(PartTally Tally, RunState State)> WriteAsync(
        NpgsqlConnection connection,
        ClaimedPart part,
        ITaskWork work,
        TaskBatch rows,
        PartTally before,
        HashSet<string> listed,
        CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartBatch(part.Task, part.Claim.RunId);
        try
        {
            await using var batch = await RunBatch.BeginAsync(connection, part.Claim, rows.OccurrenceIds, rows.MostWritten, cancellationToken);
            var tally = before.Copy();
            var outcomes = new List<string>(rows.Rows.Count);
            foreach (var row in rows.Rows)
            {
                var outcome = work.Apply(row, batch.Changes, batch.NewId);
                tally.Add(outcome, row.Id, listed.Contains(outcome));
                outcomes.Add(outcome);
            }

            var state = await batch.CommitAsync(tally, rows.LastOccurrenceId, Now, cancellationToken) ?? throw new StaleClaimException(part.Claim);
            foreach (var (outcome, number) in outcomes.CountBy(outcome => outcome, StringComparer.Ordinal))
                Telemetry.Rows.Add(number, new TagList { { Telemetry.TaskTag, part.Task }, { Telemetry.OutcomeTag, outcome } });
            return (tally, state);
        }
        catch (Exception exception)
        {
            Telemetry.Fail(activity, exception);
            throw;
        }
    }

    /// <summary>Fails a run, unless another worker has gone on with what this one could not.</summary>
    /// <returns>False where the claim is stale.</returns>
    private async Task<bool> FailAsync(PartClaim claim, Exception exception, CancellationToken cancellationToken)
    {
        LogFailed(claim.RunId, claim.Part, claim.Attempt, exception);
        var failed = await new RetryPolicy(claim, waits, time, logger).ExecuteAsync(
            token => endings.FailAsync(claim, FailureOf(claim, exception), DetailsOf(claim, exception), token), cancellationToken);
        if (!failed)
            LogStaleClaim(claim.RunId, claim.Part, claim.Attempt);
        return failed;
    }

    private static string FailureOf(PartClaim claim, Exception exception)
    {
        if (exception is OutdatedRunException)
            return exception.Message;
        var what = DatabaseError.Of(exception) is { IsTransient: true } error
            ? $"{DatabaseErrorText.What(error.Kind)} for {RetryPolicy.Timeout.TotalMinutes} minutes and longer ({error.Reason}). {DatabaseErrorText.Advice(error.Kind)}."
            : $"The run stopped on an error that the product did not expect. The server's log has it under run {claim.RunId}, part {claim.Part}, attempt {claim.Attempt}.";
        return $"{what} What it had written stays, and is listed. Resume it to do the rest, or undo it.";
    }

    /// <summary>What kind of error it was, and where. Its text stays in the server's log: it may hold paths and values of the server.</summary>
    private static object DetailsOf(PartClaim claim, Exception exception)
    {
        var (cause, isOfPart) = (exception.GetBaseException(), claim.Part != RunJobInput.Start);
        return new
        {
            Part = isOfPart ? claim.Part : (int?)null,
            Attempt = isOfPart ? claim.Attempt : (int?)null,
            Node = NodeMonitor.Name,
            Error = cause.GetType().Name,
            (cause as DbException)?.SqlState,
        };
    }

    [LoggerMessage(EventId = 2241, Level = LogLevel.Information, Message = "Part {Part} of run {RunId} has ended or its run is no longer under way: nothing to do")]
    private partial void LogNothingToDo(long runId, int part);

    [LoggerMessage(EventId = 2242, Level = LogLevel.Warning, Message = "Attempt {Attempt} of part {Part} of run {RunId} stops: another worker has claimed it, or the run has ended")]
    private partial void LogStaleClaim(long runId, int part, int attempt);

    [LoggerMessage(EventId = 2244, Level = LogLevel.Information, Message = "Attempt {Attempt} of part {Part} of run {RunId} was interrupted; another attempt goes on from its last batch")]
    private partial void LogInterrupted(long runId, int part, int attempt);

    [LoggerMessage(EventId = 2243, Level = LogLevel.Error, Message = "Attempt {Attempt} of part {Part} of run {RunId} failed")]
    private partial void LogFailed(long runId, int part, int attempt, Exception exception);
}

/// <summary>The claim is stale: another worker has claimed the part, or its run has ended. What was about to be written was rolled back.</summary>
public sealed class StaleClaimException(PartClaim claim)
    : Exception($"Attempt {claim.Attempt} of part {claim.Part} of run {claim.RunId} is no longer the one that counts.");

using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// The life of a run on one node, from the claim to its end. Every way out leaves the run in a state that says what
/// happened, or, where this node is to blame, in one that another node continues from the last batch.
/// </summary>
public sealed partial class RunExecutor(
    NpgsqlDataSource dataSource,
    IDbContextFactory<AntennaDbContext> contexts,
    IServiceProvider services,
    RunWaits waits,
    TimeProvider time,
    ILogger<RunExecutor> logger)
{
    /// <summary>Executes a run until it ends, here or, once another node has claimed it, there.</summary>
    /// <exception cref="OperationCanceledException">This node is shutting down; the run is to be recovered.</exception>
    public async Task ExecuteAsync(long runId, CancellationToken cancellationToken)
    {
        var retry = new RetryPolicy(runId, waits, time, logger);
        var claimed = await retry.ExecuteAsync(token => RunRecords.ClaimAsync(dataSource, runId, Now, token), cancellationToken);
        if (claimed is not { } claim)
        {
            LogNothingToDo(runId);
            return;
        }

        await using var heartbeat = HeartbeatTimer.Start(dataSource, claim, waits, time, logger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, heartbeat.ClaimLost);
        try
        {
            await retry.ExecuteAsync(token => WorkAsync(claim, retry, token), stop.Token);
            await retry.ExecuteAsync(token => RunRecords.EndAsync(dataSource, claim, Now, token), stop.Token);
        }
        catch (Exception exception) when (exception is ClaimLostException || heartbeat.ClaimLost.IsCancellationRequested)
        {
            LogClaimLost(runId, claim.Attempt);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever form it takes, what comes of cancelling is no failure of the run.
            throw new OperationCanceledException($"Run {runId} was interrupted.", exception, cancellationToken);
        }
        catch (Exception exception)
        {
            LogFailed(runId, claim.Attempt, exception);
            await new RetryPolicy(runId, waits, time, logger).ExecuteAsync(
                token => RunRecords.FailAsync(dataSource, claim, FailureOf(claim, exception), Now, token), cancellationToken);
        }
        finally
        {
            waits.End(runId);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Works to the end of what is left of the scope; may be begun again wherever it broke off.</summary>
    private async Task WorkAsync(RunClaim claim, RetryPolicy retry, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == claim.RunId, cancellationToken);
        if (run.Attempt != claim.Attempt)
            throw new ClaimLostException(claim);

        if (run.Total is null)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            var total = await ScopeRows.CountAsync(connection, RunScope.Of(run), run.SourceAlgorithmId, cancellationToken);
            await RunRecords.SetTotalAsync(dataSource, claim, total, cancellationToken);
        }

        var task = services.GetRequiredKeyedService<IPostProcessingTask>(run.Task);
        await task.ExecuteAsync(new(run, claim, time, committed: retry.ReportProgress), cancellationToken);
    }

    private static string FailureOf(RunClaim claim, Exception exception)
    {
        var what = DatabaseError.Of(exception) is { IsTransient: true } error
            ? $"{DatabaseErrorText.What(error.Kind)} for {RetryPolicy.Timeout.TotalMinutes} minutes and longer ({error.Reason}). {DatabaseErrorText.Advice(error.Kind)}."
            : $"The run stopped on an error that the product did not expect. The server's log has it under run {claim.RunId}, attempt {claim.Attempt}.";
        return $"{what} What it had written stays, and is listed; start the same run again to do the rest.";
    }

    [LoggerMessage(EventId = 2241, Level = LogLevel.Information, Message = "Run {RunId} is no longer under way: nothing to do")]
    private partial void LogNothingToDo(long runId);

    [LoggerMessage(EventId = 2242, Level = LogLevel.Warning, Message = "Attempt {Attempt} of run {RunId} stops: another node has taken the run over")]
    private partial void LogClaimLost(long runId, int attempt);

    [LoggerMessage(EventId = 2243, Level = LogLevel.Error, Message = "Attempt {Attempt} of run {RunId} failed")]
    private partial void LogFailed(long runId, int attempt, Exception exception);
}

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
    TimeProvider time,
    ILogger<RunExecutor> logger)
{
    /// <summary>Executes a run until it ends, here or, once another node has claimed it, there.</summary>
    /// <exception cref="OperationCanceledException">This node is shutting down; the run is to be recovered.</exception>
    public async Task ExecuteAsync(long runId, CancellationToken cancellationToken)
    {
        var outage = new DatabaseOutage(runId, time, logger);
        var claimed = await outage.OutlastAsync(() => RunRecords.ClaimAsync(dataSource, runId, Now, cancellationToken), cancellationToken);
        if (claimed is not { } claim)
        {
            LogNothingToDo(runId);
            return;
        }

        await using var heartbeat = HeartbeatTimer.Start(dataSource, claim, time, logger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, heartbeat.ClaimLost);
        try
        {
            await outage.OutlastAsync(() => WorkAsync(claim, outage, stop.Token), stop.Token);
            await outage.OutlastAsync(() => RunRecords.EndAsync(dataSource, claim, Now, stop.Token), stop.Token);
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
            LogFailed(runId, exception);
            await new DatabaseOutage(runId, time, logger).OutlastAsync(
                () => RunRecords.FailAsync(dataSource, claim, FailureOf(exception), Now, cancellationToken), cancellationToken);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Works to the end of what is left of the scope; may be begun again wherever it broke off.</summary>
    private async Task WorkAsync(RunClaim claim, DatabaseOutage outage, CancellationToken cancellationToken)
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
        await task.ExecuteAsync(new(run, claim, time, committed: outage.IsOver), cancellationToken);
    }

    private static string FailureOf(Exception exception)
    {
        var what = DatabaseTrouble.Passes(exception)
            ? $"The database could not be used for {DatabaseOutage.Patience.TotalMinutes} minutes: {exception.Message}"
            : $"The run stopped on an error that the product did not expect: {exception.Message}";
        return $"{what} What it had written stays, and is listed; start the same run again to do the rest.";
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId} is no longer under way: nothing to do.")]
    private partial void LogNothingToDo(long runId);

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} of run {RunId} stops: another node has taken the run over.")]
    private partial void LogClaimLost(long runId, int attempt);

    [LoggerMessage(LogLevel.Error, "Run {RunId} failed.")]
    private partial void LogFailed(long runId, Exception exception);
}

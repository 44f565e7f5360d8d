using Antenna.Data;
using Antenna.Data.Runs;
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
    /// <summary>How long a run waits for a database that went away, before it leaves the run to be resumed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Executes a run until it ends, here or, once another node has claimed it, there.</summary>
    /// <exception cref="OperationCanceledException">This node is shutting down; the run is to be recovered.</exception>
    public async Task ExecuteAsync(long runId, CancellationToken cancellationToken)
    {
        if (await RunRecords.ClaimAsync(dataSource, runId, Now, cancellationToken) is not { } claim)
        {
            LogNothingToDo(runId);
            return;
        }

        await AnnounceAsync(runId, cancellationToken);
        await using var heartbeat = RunHeartbeat.Start(dataSource, claim, time, logger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, heartbeat.ClaimLost);
        try
        {
            await WorkAsync(claim, stop.Token);
            await RunRecords.EndAsync(dataSource, claim, Now, cancellationToken);
            await AnnounceAsync(runId, cancellationToken);
        }
        catch (ClaimLostException)
        {
            LogClaimLost(runId, claim.Attempt);
        }
        catch (OperationCanceledException) when (heartbeat.ClaimLost.IsCancellationRequested)
        {
            LogClaimLost(runId, claim.Attempt);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !IsAway(exception))
        {
            LogFailed(runId, exception);
            await RunRecords.FailAsync(dataSource, claim, FailureOf(exception), Now, cancellationToken);
            await AnnounceAsync(runId, cancellationToken);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Works to the end of the scope, waiting for the database wherever it goes away on the way.</summary>
    private async Task WorkAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        var lostAt = (long?)null;
        for (var losses = 0; ; losses++)
        {
            try
            {
                if (losses > 0 && !await RunRecords.HoldsAsync(dataSource, claim, cancellationToken))
                    throw new ClaimLostException(claim);
                await WorkOnceAsync(claim, onProgress: () => lostAt = null, cancellationToken);
                return;
            }
            catch (Exception exception) when (IsAway(exception))
            {
                lostAt ??= time.GetTimestamp();
                if (time.GetElapsedTime(lostAt.Value) > Patience)
                    throw;
                LogDatabaseAway(claim.RunId, exception);

                // Nothing tells when a database is back but asking it.
                var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.5 * (1 << Math.Min(losses, 10))));
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task WorkOnceAsync(RunClaim claim, Action onProgress, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == claim.RunId, cancellationToken);
        if (run.Total is null)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            var total = await ScopeRows.CountAsync(connection, RunScope.Of(run), run.SourceAlgorithmId, cancellationToken);
            await RunRecords.SetTotalAsync(dataSource, claim, total, cancellationToken);
            await AnnounceAsync(claim.RunId, cancellationToken);
        }

        onProgress();
        var task = services.GetRequiredKeyedService<IPostProcessingTask>(run.Task);
        await task.ExecuteAsync(new(run, claim, time), cancellationToken);
    }

    private async Task AnnounceAsync(long runId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await RunAnnouncements.AnnounceAsync(connection, runId, cancellationToken);
    }

    /// <summary>The database cannot be reached, or closed the connection: trouble that passes, or that resuming mends.</summary>
    private static bool IsAway(Exception exception) =>
        exception is NpgsqlException { IsTransient: true } and not PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    private static string FailureOf(Exception exception) =>
        $"The run stopped on an error that the product did not expect: {exception.Message} "
        + "What it had written stays, and is listed; start the same run again to do the rest.";

    [LoggerMessage(LogLevel.Information, "Run {RunId} is no longer under way: nothing to do.")]
    private partial void LogNothingToDo(long runId);

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} of run {RunId} stops: another node has taken the run over.")]
    private partial void LogClaimLost(long runId, int attempt);

    [LoggerMessage(LogLevel.Error, "Run {RunId} failed.")]
    private partial void LogFailed(long runId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Run {RunId} waits for the database.")]
    private partial void LogDatabaseAway(long runId, Exception exception);
}

using Antenna.Data.Database;
using Antenna.Data.Runs;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Retries the operations of a part after transient errors of the database, with exponential backoff, until they succeed or no
/// progress was made for <see cref="Timeout"/>; meanwhile <see cref="RunWaits"/> says what the run waits for.
/// </summary>
internal sealed partial class RetryPolicy
{
    /// <summary>How long a run retries without progress before it fails.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly ResiliencePipeline _pipeline;
    private readonly PartClaim _claim;
    private readonly RunWaits _waits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long? _failingSince;

    public RetryPolicy(PartClaim claim, RunWaits waits, TimeProvider time, ILogger logger)
    {
        (_claim, _waits, _time, _logger) = (claim, waits, time, logger);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(ShouldRetry(attempt.Outcome.Exception)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(10),
                UseJitter = true,
                OnRetry = attempt =>
                {
                    LogRetry(_claim.RunId, _claim.Part, attempt.RetryDelay, attempt.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Ends the current series of failures: an error after this begins another.</summary>
    public void ReportProgress()
    {
        _failingSince = null;
        _waits.End(_claim);
    }

    /// <summary>Executes an operation that may be repeated from its beginning.</summary>
    public async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        var result = await _pipeline.ExecuteAsync(async token => await operation(token), cancellationToken);
        ReportProgress();
        return result;
    }

    /// <inheritdoc cref="ExecuteAsync{T}"/>
    public async Task ExecuteAsync(Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        await _pipeline.ExecuteAsync(async token => await operation(token), cancellationToken);
        ReportProgress();
    }

    private bool ShouldRetry(Exception? exception)
    {
        if (DatabaseError.Of(exception) is not { IsTransient: true } error)
            return false;
        _failingSince ??= _time.GetTimestamp();
        if (_time.GetElapsedTime(_failingSince.Value) >= Timeout)
            return false;

        // A statement that waits for a lock ends by its timeout, too: who holds the lock says more.
        if (error.Kind is not DatabaseErrorKind.Timeout || _waits.Find(_claim) is not { Kind: DatabaseErrorKind.LockWait })
            _waits.Begin(_claim, new(error.Kind, _time.GetUtcNow().UtcDateTime));
        return true;
    }

    [LoggerMessage(EventId = 2231, Level = LogLevel.Warning, Message = "Part {Part} of run {RunId} waits for the database, and tries again in {Delay}")]
    private partial void LogRetry(long runId, int part, TimeSpan delay, Exception exception);
}

using Antenna.PostProcessing.Hosting;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Hosting;

public sealed class PeriodicWorkTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly TimeWithTimer _time = new(new(2024, 7, 12, 3, 0, 0, TimeSpan.Zero));

    /// <summary>Entity Framework wraps what the database says, and a statement may be canceled by other than the end of the node.</summary>
    public static TheoryData<Exception> Errors =>
    [
        new NpgsqlException("away"),
        new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", new NpgsqlException("away")),
        new RetryLimitExceededException("away"),
        new OperationCanceledException("timed out"),
    ];

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task What_meets_an_error_goes_on_the_next_time(Exception error)
    {
        using var work = new Work(error, _time);
        await work.StartAsync(Token);
        await _time.TimerCreated.WaitAsync(LongestWait.Time, Token);

        _time.Advance(Interval);
        Assert.Same(error, await work.Missed.WaitAsync(LongestWait.Time, Token));
        _time.Advance(Interval);

        await work.Done.WaitAsync(LongestWait.Time, Token);
        await work.StopAsync(Token);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Meets an error the first time.</summary>
    private sealed class Work(Exception error, TimeProvider time) : PeriodicWork(Interval, time)
    {
        private readonly TaskCompletionSource<Exception> _missed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Exception> Missed => _missed.Task;

        public Task Done => _done.Task;

        protected override Task DoAsync(CancellationToken stoppingToken)
        {
            if (!_missed.Task.IsCompleted)
                throw error;
            _done.TrySetResult();
            return Task.CompletedTask;
        }

        protected override void LogMissed(Exception exception) => _missed.SetResult(exception);
    }
}

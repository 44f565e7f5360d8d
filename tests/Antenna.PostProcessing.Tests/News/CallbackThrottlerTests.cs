using Antenna.PostProcessing.News;
using Antenna.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.News;

public sealed class CallbackThrottlerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordedLog _log = new();

    [Fact]
    public async Task However_many_signals_come_during_a_call_one_call_follows_it()
    {
        var calls = new SemaphoreSlim(0);
        var made = 0;
        var first = new TaskCompletionSource();
        await using var throttler = Throttler(async () =>
        {
            if (++made == 1)
            {
                calls.Release();
                await first.Task;
                return;
            }

            calls.Release();
        });

        throttler.Signal();
        await NextAsync(calls);
        for (var signal = 0; signal < 100; signal++)
            throttler.Signal();
        first.SetResult();
        await AdvanceUntilAsync(calls);

        Assert.Equal(2, made);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_call_that_fails_is_logged_and_the_next_signal_calls_again(Exception error)
    {
        var calls = new SemaphoreSlim(0);
        var made = 0;
        await using var throttler = Throttler(() =>
        {
            calls.Release();
            return ++made == 1 ? Task.FromException(error) : Task.CompletedTask;
        });

        throttler.Signal();
        await NextAsync(calls);
        throttler.Signal();
        await AdvanceUntilAsync(calls);

        Assert.Equal(2, made);
        Assert.Equal((LogLevel.Error, error), _log.Lines.Select(line => (line.Level, line.Exception)).Single());
    }

    /// <summary>Also a cancellation that is not its own: the throttler itself lives.</summary>
    public static TheoryData<Exception> Errors => [new InvalidOperationException("broken"), new OperationCanceledException("not its own")];

    [Fact]
    public async Task Disposing_cancels_a_call_and_waits_for_it()
    {
        var begun = new TaskCompletionSource();
        var hasEnded = false;
        var throttler = new CallbackThrottler("test", _time, _log, async cancellationToken =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                hasEnded = true;
            }
        });
        throttler.Signal();
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        await throttler.DisposeAsync();

        Assert.True(hasEnded);
        Assert.DoesNotContain(_log.Lines, line => line.Level >= LogLevel.Warning);
    }

    private CallbackThrottler Throttler(Func<Task> call) => new("test", _time, _log, _ => call());

    private static Task NextAsync(SemaphoreSlim calls) => calls.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets the pause between two calls pass, whenever it begins.</summary>
    private async Task AdvanceUntilAsync(SemaphoreSlim calls)
    {
        var next = NextAsync(calls);
        while (!next.IsCompleted)
        {
            _time.Advance(CallbackThrottler.Interval);
            await Task.Yield();
        }

        await next;
    }
}

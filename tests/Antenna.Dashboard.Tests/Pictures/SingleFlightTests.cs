using Antenna.Dashboard.Pictures;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

public class SingleFlightTests
{
    private readonly TaskCompletionSource<string> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SingleFlight<string, string> _flight;
    private CancellationToken _given;
    private int _count;

    public SingleFlightTests() => _flight = new(RunAsync);

    [Fact]
    public async Task Callers_that_ask_while_it_runs_share_the_result()
    {
        Task<string>[] asked = [_flight.GetAsync("moth", Token), _flight.GetAsync("moth", Token)];
        _result.SetResult("drawn");

        Assert.Equal(["drawn", "drawn"], await Task.WhenAll(asked));
        Assert.Equal(1, _count);
    }

    [Fact]
    public async Task A_later_caller_starts_it_again()
    {
        _result.SetResult("drawn");
        await _flight.GetAsync("moth", Token);
        await _flight.GetAsync("moth", Token);

        Assert.Equal(2, _count);
    }

    [Fact]
    public async Task One_who_first_does_not_take_it_from_the_others()
    {
        using var canceled = new CancellationTokenSource();
        var first = _flight.GetAsync("moth", canceled.Token);
        var second = _flight.GetAsync("moth", Token);
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(_given.IsCancellationRequested);
        _result.SetResult("drawn");

        Assert.Equal("drawn", await second);
    }

    [Fact]
    public async Task It_is_canceled_when_the_last_caller_cancels()
    {
        using var canceled = new CancellationTokenSource();
        var first = _flight.GetAsync("moth", canceled.Token);
        await _started.Task.WaitAsync(Token);
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True(_given.IsCancellationRequested);
    }

    [Fact]
    public async Task An_exception_is_thrown_to_all_callers()
    {
        Task<string>[] asked = [_flight.GetAsync("moth", Token), _flight.GetAsync("moth", Token)];
        _result.SetException(new IOException("no ink"));

        foreach (var answer in asked)
            Assert.Equal("no ink", (await Assert.ThrowsAsync<IOException>(() => answer)).Message);
    }

    private Task<string> RunAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        _given = cancellationToken;
        _started.TrySetResult();
        return _result.Task.WaitAsync(cancellationToken);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Dashboard.Pictures;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

public class SharedWorkTests
{
    private readonly TaskCompletionSource<string> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SharedWork<string, string> _work;
    private CancellationToken _given;
    private int _times;

    public SharedWorkTests() => _work = new(DoAsync);

    [Fact]
    public async Task All_who_ask_while_it_is_under_way_get_the_one_result()
    {
        Task<string>[] asked = [_work.GetAsync("moth", Token), _work.GetAsync("moth", Token)];
        _result.SetResult("drawn");

        Assert.Equal(["drawn", "drawn"], await Task.WhenAll(asked));
        Assert.Equal(1, _times);
    }

    [Fact]
    public async Task Who_asks_after_it_was_done_has_it_done_anew()
    {
        _result.SetResult("drawn");
        await _work.GetAsync("moth", Token);
        await _work.GetAsync("moth", Token);

        Assert.Equal(2, _times);
    }

    [Fact]
    public async Task One_who_leaves_does_not_take_it_from_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var leaves = _work.GetAsync("moth", leaving.Token);
        var stays = _work.GetAsync("moth", Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.False(_given.IsCancellationRequested);
        _result.SetResult("drawn");

        Assert.Equal("drawn", await stays);
    }

    [Fact]
    public async Task It_is_given_up_when_nobody_waits_any_more()
    {
        using var leaving = new CancellationTokenSource();
        var leaves = _work.GetAsync("moth", leaving.Token);
        await _begun.Task.WaitAsync(Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.True(_given.IsCancellationRequested);
    }

    [Fact]
    public async Task What_goes_wrong_goes_wrong_for_all_who_wait()
    {
        Task<string>[] asked = [_work.GetAsync("moth", Token), _work.GetAsync("moth", Token)];
        _result.SetException(new IOException("no ink"));

        foreach (var answer in asked)
            Assert.Equal("no ink", (await Assert.ThrowsAsync<IOException>(() => answer)).Message);
    }

    private Task<string> DoAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _times);
        _given = cancellationToken;
        _begun.TrySetResult();
        return _result.Task.WaitAsync(cancellationToken);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

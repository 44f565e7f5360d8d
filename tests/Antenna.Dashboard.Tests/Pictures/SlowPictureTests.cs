using Antenna.Dashboard.Pictures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>A picture that is slow, by its size or by its disk, alongside a gallery of others.</summary>
public sealed class SlowPictureTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _started = new(0);
    private readonly TaskCompletionSource _finish = new();
    private readonly PictureRenditions _renditions;

    public SlowPictureTests() => _renditions = new(Render, _time, NullLogger<PictureRenditions>.Instance);

    [Fact]
    public async Task It_does_not_hold_up_the_others()
    {
        var slow = Enumerable.Range(0, RenderingTurns.MostSlow).Select(number => Get($"slow {number}")).ToList();
        foreach (var _ in slow)
        {
            // Where one is rendered at a time, the next starts once this one has handed over its turn.
            await _started.WaitAsync(Token);
            _time.Advance(RenderingTurns.SlowAfter);
        }

        var others = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Get($"quick {number}")));

        Assert.All(others, other => Assert.NotNull(other.Picture));
        Assert.DoesNotContain(slow, task => task.IsCompleted);
        _finish.SetResult();
        Assert.All(await Task.WhenAll(slow), late => Assert.NotNull(late.Picture));
    }

    [Fact]
    public async Task It_is_given_up_after_a_while_with_the_reason()
    {
        var slow = Get("slow");
        await _started.WaitAsync(Token);

        _time.Advance(PictureRenditions.Timeout);

        Assert.Equal("took too long", (await slow).Problem?.Title);
    }

    [Fact]
    public async Task It_is_tried_again_on_the_next_request()
    {
        var slow = Get("slow");
        await _started.WaitAsync(Token);
        _time.Advance(PictureRenditions.Timeout);
        await slow;

        var again = Get("slow");
        await _started.WaitAsync(Token);
        _finish.SetResult();

        Assert.NotNull((await again).Picture);
    }

    public void Dispose()
    {
        _renditions.Dispose();
        _started.Dispose();
    }

    private Task<PictureResult> Get(string name) => _renditions.GetAsync(new(new($"/{name}", 1, DateTime.UnixEpoch), null, 64), Token);

    private PictureResult Render(Rendition wanted, CancellationToken cancellationToken)
    {
        if (wanted.File.Name.StartsWith("slow", StringComparison.Ordinal))
        {
            _started.Release();
            _finish.Task.Wait(cancellationToken);
        }

        return new(new RenderedPicture([1], "image/jpeg"), isComplete: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

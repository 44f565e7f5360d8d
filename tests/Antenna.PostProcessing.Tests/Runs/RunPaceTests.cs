using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class RunPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunPace _pace;

    public RunPaceTests() => _pace = new(_time);

    [Fact]
    public void The_pace_is_that_of_the_last_seconds_and_tells_the_time_left()
    {
        See(0);
        _time.Advance(TimeSpan.FromSeconds(30));
        See(100);
        _time.Advance(TimeSpan.FromSeconds(2));
        See(300);

        Assert.Equal(100, _pace.RowsPerSecond!.Value, 6);
        Assert.Equal(TimeSpan.FromSeconds(7), _pace.TimeLeft);
    }

    [Fact]
    public void A_run_of_which_nothing_moves_any_more_has_no_pace()
    {
        See(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        See(100);
        Assert.NotNull(_pace.RowsPerSecond);

        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(_pace.RowsPerSecond);
        Assert.Null(_pace.TimeLeft);
    }

    private void See(long masked) => _pace.See(new(
        RunId: 1, RunState.Running, Total: 1_000, MaskCounts.Of(masked: masked), OccurrencesUpdated: 0, _time.GetUtcNow().UtcDateTime,
        StartedAt: null, FinishedAt: null, Failure: null, Parts: 1));
}

using Antenna.Dashboard.Components.Impacts;
using Antenna.PostProcessing.Masking.Impacts;
using CsCheck;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Impacts;

public sealed class MassBinTests
{
    [Fact]
    public void The_bars_hold_every_prediction_once_and_as_many_under_the_threshold_as_a_run_would_hold() =>
        Gen.Select(Gen.Long[0, 50].Array[KeptMasses.Resolution + 1], Gen.Int[0, KeptMasses.Resolution]).Sample((steps, threshold) =>
        {
            var masses = new KeptMasses(steps);
            var bins = MassBin.Of(masses, threshold);

            Assert.Equal(masses.Rows, bins.Sum(bin => bin.Held + bin.Others));
            Assert.Equal(masses.HeldAt(threshold), bins.Sum(bin => bin.Held));
        });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.951, 0)]
    [InlineData(0.949, 1)]
    [InlineData(0.5, 9)]
    [InlineData(0.499, 10)]
    [InlineData(0, 19)]
    public void A_prediction_stands_in_the_bar_of_what_is_off_the_list(double kept, int bar)
    {
        var steps = new long[KeptMasses.Resolution + 1];
        steps[KeptMasses.StepOf(kept)] = 1;

        Assert.Equal(1, MassBin.Of(new(steps), 0)[bar].Others);
    }
}

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

    [Fact]
    public void Each_bar_is_opened_by_a_filter_of_just_the_masses_that_it_counts() =>
        Gen.Select(Gen.Long[0, 50].Array[KeptMasses.Resolution + 1], Gen.Int[0, KeptMasses.Resolution]).Sample((steps, threshold) =>
        {
            long Counted(ImpactFilter filter) => steps.Where((_, step) => step >= filter.From && step < filter.To).Sum();

            Assert.All(MassBin.Of(new(steps), threshold), bin => Assert.Equal((bin.Held, bin.Others), (Counted(bin.HeldOf(threshold)), Counted(bin.OthersOf(threshold)))));
            Assert.Equal(steps.Sum(), Counted(MassBin.All));
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

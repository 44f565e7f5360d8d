using Antenna.Core.Evaluation;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Evaluation;

public sealed class PairedCountsTests
{
    // Worked out with exact fractions: twice the smaller tail of the binomial coefficients over 2^n, at most 1.
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(5, 0, 0.0625)]
    [InlineData(6, 1, 0.125)]
    [InlineData(10, 2, 0.03857421875)]
    [InlineData(8, 8, 1)]
    [InlineData(59, 121, 4.434449263755176e-06)]
    [InlineData(300, 500, 1.5263155581539785e-12)]
    [InlineData(0, 60, 1.734723475976807e-18)]
    public void The_test_of_a_change_is_McNemars_exact_one(long @fixed, long broken, double p)
    {
        var found = new PairedCounts(@fixed, broken, StaysRight: 7, StaysWrong: 3).McNemarExact;

        Assert.Equal(1, found / p, 1e-9);
    }

    [Fact]
    public void It_does_not_matter_to_the_test_which_way_a_change_goes_or_what_stays() =>
        Gen.Select(Gen.Long[0, 2_000], Gen.Long[0, 2_000], Gen.Long[0, 9]).Sample((@fixed, broken, stays) =>
        {
            var p = new PairedCounts(@fixed, broken, 0, 0).McNemarExact;

            Assert.InRange(p, 0, 1);
            Assert.Equal(p, new PairedCounts(broken, @fixed, stays, stays).McNemarExact);
        });

    [Theory]
    [InlineData(false, true, PairedOutcome.Fixed)]
    [InlineData(true, false, PairedOutcome.Broken)]
    [InlineData(true, true, PairedOutcome.StaysRight)]
    [InlineData(false, false, PairedOutcome.StaysWrong)]
    public void A_prediction_is_fixed_broken_or_unaffected(bool before, bool after, PairedOutcome outcome)
    {
        Assert.Equal(outcome, PairedCounts.OutcomeOf(before, after));
        var counts = PairedCounts.None + outcome;
        Assert.Equal((1, before ? 1 : 0, after ? 1 : 0), (counts.Compared, counts.RightBefore.Count, counts.RightAfter.Count));
        Assert.Equal(before == after ? 1 : 0, counts.Unaffected);
    }
}

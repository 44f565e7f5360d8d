using Antenna.Core.Evaluation;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Evaluation;

public sealed class ProportionTests
{
    // 81 of 263 and 15 of 148 are Newcombe's (1998) examples, to four digits; all were worked out to more by bisection of the
    // equation that defines the interval, (p - share)² = z² p (1 - p) / n.
    [Theory]
    [InlineData(81, 263, 0.2552885198782743, 0.3662095769828001)]
    [InlineData(15, 148, 0.06238639953073628, 0.16048724172330803)]
    [InlineData(1, 10, 0.017876213095072903, 0.4041500267952385)]
    [InlineData(5, 10, 0.236593090512564, 0.7634069094874361)]
    [InlineData(1, 100_000, 1.7652477303783126e-06, 5.664709659040965e-05)]
    [InlineData(0, 10, 0, 0.27753279986288926)]
    [InlineData(10, 10, 0.7224672001371109, 1)]
    [InlineData(0, 1, 0, 0.7934506856227626)]
    [InlineData(1, 1, 0.2065493143772374, 1)]
    [InlineData(832, 832, 0.9954040819821093, 1)]
    public void The_interval_of_a_share_is_Wilsons(long count, long of, double low, double high)
    {
        var interval = new Proportion(count, of).Wilson();

        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    [Fact]
    public void Of_nothing_a_share_may_be_anything() =>
        Assert.Equal((0, new Interval(0, 1)), (new Proportion(0, 0).Share, new Proportion(0, 0).Wilson()));

    [Fact]
    public void The_interval_lies_within_0_to_1_around_the_share_and_mirrors_that_of_the_rest() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Double[0, 1]).Sample((of, part) =>
        {
            var share = new Proportion((long)(of * part), of);
            var (interval, rest) = (share.Wilson(), new Proportion(of - share.Count, of).Wilson());

            Assert.InRange(share.Share, interval.Low - 1e-12, interval.High + 1e-12);
            Assert.True(interval is { Low: >= 0, High: <= 1 });
            Assert.Equal(interval.Low, 1 - rest.High, 1e-9);
        });
}

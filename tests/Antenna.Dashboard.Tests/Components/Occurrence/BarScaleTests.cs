using Antenna.Dashboard.Components.Occurrence;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class BarScaleTests
{
    [Theory]
    [InlineData(0.94, 1, "1")]
    [InlineData(0.51, 1, "1")]
    [InlineData(0.5, 0.5, "0.5")]
    [InlineData(0.21, 0.5, "0.5")]
    [InlineData(0.2, 0.2, "0.2")]
    [InlineData(0.033, 0.05, "0.05")]
    [InlineData(0.0014, 0.002, "0.002")]
    [InlineData(1e-7, 1e-7, "1.0e-7")]
    [InlineData(1, 1, "1")]
    public void The_scale_ends_at_the_first_round_number_that_holds_the_largest_score(double largest, double most, string text)
    {
        var scale = BarScale.Of([0, largest / 3, largest]);

        Assert.Equal((most, text), (scale.Most, scale.MostText));
        Assert.InRange(scale.Share(largest), 0.4, 1);
    }

    [Fact]
    public void Without_scores_the_scale_is_that_of_probabilities()
    {
        Assert.Equal(1, BarScale.Of([]).Most);
        Assert.Equal(1, BarScale.Of([0]).Most);
    }
}

using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Occurrence;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class MassesGaugeTests : BunitContext
{
    private static readonly Masses Masses = new(0.06, 0, 0.94);
    private static readonly OffListMass OffList = new(0.9, 0.02, 0.01, 0.01, 1, 0.8);

    [Fact]
    public void The_gauge_is_described_in_words()
    {
        var gauge = Render<MassesGauge>(parameters => parameters
            .Add(each => each.Masses, Masses).Add(each => each.OffList, OffList).Add(each => each.Answer, "Campaea perlata"));

        Assert.Equal(
            "Where the model's belief lies: listed 6 %, nothing 0 %, same genus 90 %, same family 2 %, elsewhere 1 %, unresolved 1 %; genus and family are those of the first choice, Campaea perlata",
            gauge.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal(["listed", "genus", "family", "elsewhere", "unresolved"], gauge.FindAll("[role=img] span").Select(part => part.ClassName));
        Assert.Equal("94 %", gauge.Find("li.whole .share").TextContent);
    }

    [Fact]
    public void Without_its_split_the_off_list_mass_is_one()
    {
        var gauge = Render<MassesGauge>(parameters => parameters.Add(each => each.Masses, Masses).Add(each => each.Compact, true));

        Assert.Equal("Where the model's belief lies: listed 6 %, nothing 0 %, off the list 94 %", gauge.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal(2, gauge.FindAll("li").Count);
    }
}

using Antenna.Dashboard.Components.Occurrence;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class RankChangeTests : BunitContext
{
    [Theory]
    [InlineData(2, 1, "up", "↑ 1", "up 1 place")]
    [InlineData(7, 4, "up", "↑ 3", "up 3 places")]
    [InlineData(24, 9, "new", "↑ 15", "new, up 15 places")]
    [InlineData(1, 1, "same", "=", "same rank")]
    [InlineData(1, null, "out", "out", "out")]
    [InlineData(null, 2, "in", "in", "in")]
    [InlineData(2, 5, "down", "↓ 3", "down 3 places")]
    [InlineData(null, null, "out", "", "")]
    public void A_rank_change_is_a_sign_to_see_and_words_to_hear(int? before, int? after, string kind, string sign, string words)
    {
        var change = Render<RankChange>(parameters => parameters.Add(each => each.From, before).Add(each => each.To, after));

        var element = change.Find(".change");
        Assert.Contains(kind, element.ClassList);
        Assert.Equal(sign, element.QuerySelector("[aria-hidden]")!.TextContent);
        Assert.Equal(words, element.QuerySelector(".visually-hidden")!.TextContent);
    }
}

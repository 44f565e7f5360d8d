using Antenna.Core.Evaluation;
using Antenna.Dashboard.Components.Impacts;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Impacts;

/// <summary>What is told of a mask by what people said, where each number is none, one and many.</summary>
public sealed class ImpactTextsTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, "Nobody has identified any of these on their own")]
    [InlineData(0, 0, 1, 0, "Of 1 occurrence that people identified on their own, the mask makes none right that was wrong, and none wrong that was right.")]
    [InlineData(0, 0, 0, 3, "Of 3 occurrences that people identified on their own, the mask makes none right")]
    [InlineData(1, 0, 0, 0, "Of 1 occurrence that people identified on their own, the mask makes 1 right and 0 wrong: no more of a difference than chance may make (p = 1.000")]
    [InlineData(0, 1, 4, 0, "Of 5 occurrences that people identified on their own, the mask makes 0 right and 1 wrong: no more of a difference")]
    [InlineData(3, 3, 0, 0, "Of 6 occurrences that people identified on their own, the mask makes 3 right and 3 wrong: no more of a difference")]
    [InlineData(6, 0, 4, 0, "Of 10 occurrences that people identified on their own, the mask makes 6 right and 0 wrong: better by more than chance would have it (p = 0.031")]
    [InlineData(0, 1_200, 0, 0, "Of 1,200 occurrences that people identified on their own, the mask makes 0 right and 1,200 wrong: worse by more than chance would have it (p < 0.001")]
    public void Evidence_is_better_or_worse_only_where_chance_would_not_have_it(long better, long worse, long right, long wrong, string begins) =>
        Assert.StartsWith(begins, ImpactTexts.Evidence(new PairedCounts(better, worse, right, wrong)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 4, "0.0 % (0.0 to 49.0 %)")]
    [InlineData(4, 4, "100.0 % (51.0 to 100.0 %)")]
    [InlineData(1, 1, "100.0 % (20.7 to 100.0 %)")]
    public void A_share_is_never_told_without_its_interval(long count, long of, string text) => Assert.Equal(text, ImpactTexts.Share(new(count, of)));
}

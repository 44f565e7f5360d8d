using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

public sealed class RollUpSettingsTests
{
    [Fact]
    public void Nothing_given_is_the_default()
    {
        Assert.Empty(RollUpSettings.TryRead(null, " ", "", out var settings));

        Assert.Equal(RollUpSettings.Default, settings);
        Assert.Equal("species=0.8,genus=0.6,family=0.4; absolute; lineage", settings!.ToString());
    }

    [Theory]
    [InlineData("genus=0.5", "genus=0.5")]
    [InlineData(" Family = 0.4 , SPECIES=1e-2,Genus=.6 ,", "species=0.01,genus=0.6,family=0.4")]
    [InlineData("sp=1,subsp.=0.9,ordo=0.25", "subspecies=0.9,species=1,order=0.25")]
    public void Ranks_are_read_in_any_case_and_order_and_written_from_fine_to_coarse(string text, string written)
    {
        Assert.Empty(RollUpThresholds.TryParse(text, out var thresholds));

        Assert.Equal(written, thresholds!.ToString());
    }

    [Theory]
    [InlineData("specie=0.8", "\"specie\" is not a rank")]
    [InlineData("clade=0.8", "\"clade\" is not a rank")]
    [InlineData("unknown=0.8", "\"unknown\" is not a rank")]
    [InlineData("=0.8", "\"\" is not a rank")]
    [InlineData("0.8", "\"0.8\" is no threshold")]
    [InlineData("species=0.8=0.9", "\"species=0.8=0.9\" is no threshold")]
    [InlineData("species=high", "\"high\" is not a number")]
    [InlineData("species=", "\"\" is not a number")]
    [InlineData("species=0,8", "\"8\" is no threshold")]
    [InlineData("species=0", "species=0 cannot be")]
    [InlineData("species=1.0001", "species=1.0001 cannot be")]
    [InlineData("species=-0.5", "species=-0.5 cannot be")]
    [InlineData("species=NaN", "species=NaN cannot be")]
    [InlineData("genus=0.5,Genus=0.6", "The genus has 2 thresholds")]
    [InlineData(",", "There is no threshold")]
    public void What_is_wrong_with_thresholds_is_said_at_their_field(string text, string message)
    {
        var problem = Assert.Single(RollUpSettings.TryRead(text, null, null, out var settings));

        Assert.Null(settings);
        Assert.Equal("thresholds", problem.Field);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = RollUpSettings.TryRead("specie=0.8,genus=x", "1", "everyone", out var settings);

        Assert.Null(settings);
        Assert.Equal(["thresholds", "thresholds", "distribution", "competition"], problems.Select(problem => problem.Field));
        Assert.Contains("absolute", problems[2].Message, StringComparison.Ordinal);
        Assert.Contains("lineage or all", problems[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_are_read_in_any_case()
    {
        Assert.Empty(RollUpSettings.TryRead(null, "Reweighted", " ALL ", out var settings));

        Assert.Equal((ScoreMode.Reweighted, RollUpCompetition.All), (settings!.Distribution, settings.Competition));
    }

    [Fact]
    public void Thresholds_made_in_code_are_held_to_the_same_rules()
    {
        Assert.Throws<ArgumentException>(() => new RollUpThresholds());
        Assert.Throws<ArgumentException>(() => new RollUpThresholds(new RollUpThreshold(Rank.Unknown, 0.5)));
        Assert.Throws<ArgumentException>(() => new RollUpThresholds(new RollUpThreshold((Rank)55, 0.5)));
        Assert.Throws<ArgumentException>(() => new RollUpThresholds(new RollUpThreshold(Rank.Genus, 0)));
    }

    [Fact]
    public void What_is_written_is_read_back_as_the_same() =>
        RollUps.Settings.Sample(settings =>
        {
            var parts = settings.ToString().Split("; ");

            Assert.Empty(RollUpSettings.TryRead(parts[0], parts[1], parts[2], out var read));

            Assert.Equal(settings, read);
            Assert.Equal(settings.GetHashCode(), read!.GetHashCode());
            Assert.Equal(settings.ToString(), read.ToString());
        });

    [Fact]
    public void Settings_that_differ_in_anything_are_not_the_same()
    {
        RollUpSettings[] settings =
        [
            RollUpSettings.Default,
            RollUpSettings.Default with { Thresholds = new(new RollUpThreshold(Rank.Species, 0.8)) },
            RollUpSettings.Default with { Thresholds = new(new RollUpThreshold(Rank.Species, 0.81)) },
            RollUpSettings.Default with { Distribution = ScoreMode.Reweighted },
            RollUpSettings.Default with { Competition = RollUpCompetition.All },
        ];

        Assert.Equal(settings.Length, settings.Distinct().Count());
        Assert.Equal(settings.Length, settings.Select(each => each.ToString()).Distinct().Count());
    }
}

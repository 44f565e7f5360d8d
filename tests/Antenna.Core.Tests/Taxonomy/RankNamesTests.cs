using Antenna.Core.Taxonomy;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

public sealed class RankNamesTests
{
    [Theory]
    [InlineData("species", Rank.Species)]
    [InlineData("SPECIES", Rank.Species)]
    [InlineData(" Genus ", Rank.Genus)]
    [InlineData("subsp.", Rank.Subspecies)]
    [InlineData("variety", Rank.Subspecies)]
    [InlineData("form", Rank.Subspecies)]
    [InlineData("Division", Rank.Phylum)]
    [InlineData("suborder", Rank.Unknown)]
    [InlineData("sp.", Rank.Species)]
    [InlineData("ssp.", Rank.Subspecies)]
    [InlineData("infraspecificname", Rank.Subspecies)]
    [InlineData("nothospecies", Rank.Species)]
    [InlineData("speciesAggregate", Rank.Unknown)]
    [InlineData("NO_RANK", Rank.Unknown)]
    [InlineData("", Rank.Unknown)]
    public void Published_spellings_are_read(string text, Rank expected)
    {
        Assert.True(RankNames.TryParse(text, out var rank));
        Assert.Equal(expected, rank);
    }

    [Theory]
    [InlineData("spezies")]
    [InlineData("non-taxon")]
    [InlineData("110")]
    public void An_unknown_word_is_no_rank(string text)
    {
        Assert.False(RankNames.TryParse(text, out var rank));
        Assert.Equal(Rank.Unknown, rank);
        var error = Assert.Throws<FormatException>(() => RankNames.Parse(text));
        Assert.Contains($"\"{text}\" is not a rank. Ranks are kingdom, phylum,", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rank_is_read_by_its_own_name() =>
        Assert.All(Enum.GetValues<Rank>(), rank => Assert.Equal(rank, RankNames.Parse(rank.DisplayName())));

    [Fact]
    public void Ranks_sort_from_coarse_to_fine_and_unknown_last()
    {
        Assert.Equal(RankNames.AboveSpecies, RankNames.AboveSpecies.Order());
        Assert.Equal(
            [Rank.Genus, Rank.Species, Rank.Subspecies, Rank.Unknown], Enum.GetValues<Rank>().Order().TakeLast(4));
    }
}

using Antenna.Core.Taxonomy;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

/// <summary>What is found while a name is typed.</summary>
public class NameSearchTests
{
    private static readonly NamedTaxon[] Taxa =
    [
        new(1, "Geometridae", Rank.Family),
        new(2, "Campaea", Rank.Genus, ParentId: 1),
        new(3, "Campaea perlata", Rank.Species, ParentId: 2) { CommonNames = ["Pale Beauty", "Fringed Looper"] },
        new(4, "Campaea margaritata", Rank.Species, ParentId: 2) { CommonNames = ["Light Emerald"] },
        new(5, "Metrocampa perlata", Rank.Species, AcceptedTaxonId: 3),
        new(6, "Callophrys rubi", Rank.Species) { CommonNames = ["Green Hairstreak"] },
        new(7, "Polygonia c-album", Rank.Species) { CommonNames = ["Comma"] },
        new(8, "Perlata mistaken", Rank.Species) { IsMisapplied = true },
        new(9, "Noctua", Rank.Genus),
        new(10, "Noctua comes", Rank.Species, ParentId: 9) { CommonNames = ["Hübner's Yellow Underwing", "Ährenfeld-Eule"] },
        new(11, "Noctuana", Rank.Genus),
    ];

    private static readonly NameSearch Search = new(new(Taxa.Select(taxon => new TaxonNode(taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId, taxon.AcceptedTaxonId))), Taxa);

    [Theory]
    [InlineData("cam per", 3L)]
    [InlineData("PERL campaea", 3L)]
    [InlineData("hairstreak green", 6L)]
    [InlineData("c album", 7L)]
    [InlineData("c-alb", 7L)]
    [InlineData("hubners", null)]
    [InlineData("hübners yellow", 10L)]
    [InlineData("ährenfeld eule", 10L)]
    [InlineData("perlata campaea looper", null)]
    public void Each_word_typed_begins_a_word_of_the_name(string text, long? taxonId) =>
        Assert.Equal(taxonId, Search.Find(text, 10) is [var first, ..] ? first.TaxonId : null);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("-'.")]
    [InlineData("xyz")]
    public void What_no_name_has_finds_nothing(string text) => Assert.Empty(Search.Find(text, 10));

    [Fact]
    public void A_synonym_finds_its_accepted_taxon_and_shows_by_which_name() =>
        Assert.Equal([new NameHit(3, "Metrocampa perlata", NameHitKind.Synonym)], Search.Find("metrocampa", 10));

    [Fact]
    public void A_common_name_is_marked_as_one() =>
        Assert.Equal([new NameHit(3, "Fringed Looper", NameHitKind.CommonName)], Search.Find("looper", 10));

    [Fact]
    public void A_taxon_found_by_several_names_is_listed_once_by_the_best() =>
        Assert.Equal([new NameHit(3, "Campaea perlata", NameHitKind.Accepted)], Search.Find("perlata", 10));

    [Fact]
    public void What_begins_as_it_was_typed_comes_before_what_only_has_the_words() =>
        Assert.Equal(["Campaea", "Campaea margaritata", "Campaea perlata"], Search.Find("campaea", 10).Select(hit => hit.Name));

    [Fact]
    public void The_whole_name_comes_first_then_coarse_ranks_before_fine_ones() =>
        Assert.Equal(["Noctua", "Noctuana", "Noctua comes"], Search.Find("noctua", 10).Select(hit => hit.Name));

    [Fact]
    public void A_name_known_only_as_misapplied_finds_nothing() => Assert.Empty(Search.Find("mistaken", 10));

    [Fact]
    public void No_more_are_given_than_requested() => Assert.Equal(2, Search.Find("ca", 2).Count);
}

using Antenna.Core.Taxonomy;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

public sealed class NameMatcherTests
{
    private static readonly NameMatcher Matcher = new(
    [
        new(1, "Animalia", Rank.Kingdom),
        new(2, "Plantae", Rank.Kingdom),
        new(3, "Lepidoptera", Rank.Order, 1),
        new(4, "Noctuidae", Rank.Family, 3),
        new(5, "Noctua", Rank.Genus, 4) { Author = "Linnaeus, 1758" },
        new(6, "Noctua pronuba", Rank.Species, 5)
        {
            Author = "(Linnaeus, 1758)", CommonNames = ["Large Yellow Underwing"], Keys = [new("gbif", "1"), new("inat", "9")],
        },
        new(7, "Phalaena pronuba", Rank.Species, null, 6),
        new(8, "Noctua comes", Rank.Species, 5) { CommonNames = ["Underwing", "Lesser Yellow Underwing"] },
        new(9, "Noctua fimbriata", Rank.Species, 5) { CommonNames = ["Underwing"] },
        new(10, "Oenanthe", Rank.Genus, 1),
        new(11, "Oenanthe", Rank.Genus, 2),
        new(12, "Libellula pulchella", Rank.Species, 1) { Author = "Drury, 1773" },
        new(13, "Libellula pulchella", Rank.Species, 1, 12) { Author = "Burmeister, 1839" },
        new(14, "Idia concisa", Rank.Species, 1, 6) { IsMisapplied = true },
        new(15, "Agrion viridis", Rank.Species, 1, 12) { Author = "Vander Linden, 1825" },
        new(16, "Agrion viridis", Rank.Species, 1, 6) { Author = "Rambur, 1842" },
        new(17, "Iris", Rank.Genus, 2),
        new(18, "Macronoctua onusta", Rank.Species, 4) { CommonNames = ["Iris Borer"] },
        new(19, "Salix rubens", Rank.Species, 2),
        new(20, "Aëdes testus", Rank.Species, 1) { CommonNames = ["Kleiner Bäuling"] },
        new(21, "Orgyia leucostigma", Rank.Species, 1),
        new(22, "Orgyia intermedia", Rank.Species, 1),
    ]);

    [Theory]
    [InlineData("Noctua pronuba", NameMatchKind.Exact, 6, 6)]
    [InlineData("NOCTUA  pronuba (L., 1758)", NameMatchKind.Exact, 6, 6)]
    [InlineData("Salix × rubens", NameMatchKind.Exact, 19, 19)]
    [InlineData("Noctua Pronuba", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua Linnaeus", NameMatchKind.Exact, 5, 5)]
    [InlineData("Phalaena pronuba", NameMatchKind.Synonym, 7, 6)]
    [InlineData("Phalaena pronuba Linnaeus, 1758", NameMatchKind.Synonym, 7, 6)]
    [InlineData("large yellow-underwing", NameMatchKind.CommonName, 6, 6)]
    [InlineData("Iris Borer", NameMatchKind.CommonName, 18, 18)]
    [InlineData("Iris L.", NameMatchKind.Exact, 17, 17)]
    [InlineData("Iris Tourn. ex L., 1753", NameMatchKind.Exact, 17, 17)]
    [InlineData("Noctua Pronuba L.", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua Pronuba Linnaeus, 1758", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua (Triphaena) Pronuba", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua Triphaena pronuba", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba.", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba, in part", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba in part", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba partim", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba [introduced]", NameMatchKind.Exact, 6, 6)]
    [InlineData("[Noctua] pronuba", NameMatchKind.Exact, 6, 6)]
    [InlineData("[Noctua pronuba]", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba ([Denis & Schiffermüller], 1775)", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba et al.", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba female", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pronuba ♂", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua\u2009pronuba\u202f", NameMatchKind.Exact, 6, 6)]
    [InlineData("Noctua pro\u200bnuba", NameMatchKind.Exact, 6, 6)]
    [InlineData("Ae\u0308des testus", NameMatchKind.Exact, 20, 20)]
    [InlineData("Aedes testus", NameMatchKind.Exact, 20, 20)]
    [InlineData("Ædes testus", NameMatchKind.Exact, 20, 20)]
    [InlineData("Kleiner Ba\u0308uling", NameMatchKind.CommonName, 20, 20)]
    public void A_name_finds_its_taxon(string name, NameMatchKind kind, long taxon, long accepted)
    {
        var match = Matcher.Match(name);

        Assert.Equal((kind, taxon, accepted), (match.Kind, match.TaxonId, match.AcceptedTaxonId));
        Assert.Empty(match.Suggestions);
    }

    [Fact]
    public void An_external_key_goes_before_the_name_and_a_disagreement_is_reported()
    {
        var agreeing = Matcher.Match(new NameQuery("Phalaena pronuba") { Keys = [new("gbif", "1")] });
        Assert.Equal((NameMatchKind.Key, 6L, null), (agreeing.Kind, agreeing.TaxonId, agreeing.Note));

        var disagreeing = Matcher.Match(new NameQuery("Noctua comes") { Keys = [new("gbif", "1")] });
        Assert.Equal((NameMatchKind.Key, 6L), (disagreeing.Kind, disagreeing.TaxonId));
        Assert.Equal("The gbif key 1 belongs to Noctua pronuba, which differs from the name; the key counts.", disagreeing.Note);
    }

    [Fact]
    public void A_key_of_another_source_is_another_key()
    {
        var match = Matcher.Match(new NameQuery("Noctua comes") { Keys = [new("inat", "1")] });

        Assert.Equal((NameMatchKind.Exact, 8L), (match.Kind, match.TaxonId));
    }

    [Fact]
    public void A_common_name_of_several_taxa_is_a_choice()
    {
        var match = Matcher.Match("Underwing");

        Assert.Equal((NameMatchKind.Suggestion, null), (match.Kind, match.TaxonId));
        Assert.Equal([8, 9], match.Suggestions.Select(suggestion => suggestion.TaxonId));
    }

    [Fact]
    public void Homonyms_are_reported_unless_something_distinguishes_them()
    {
        var alone = Matcher.Match("Oenanthe");
        Assert.Equal((NameMatchKind.Suggestion, null), (alone.Kind, alone.TaxonId));
        Assert.Equal([10, 11], alone.Suggestions.Select(suggestion => suggestion.TaxonId));

        Assert.Equal(11, Matcher.Match(In("Oenanthe", Rank.Kingdom, "Plantae")).TaxonId);
        Assert.Equal(NameMatchKind.Suggestion, Matcher.Match("Agrion viridis").Kind);
        Assert.Equal(16, Matcher.Match("Agrion viridis Rambur, 1842").TaxonId);
        Assert.Equal(15, Matcher.Match(new NameQuery("Agrion viridis") { Author = "(VANDER LINDEN 1825)" }).TaxonId);
    }

    [Fact]
    public void An_accepted_name_goes_before_a_synonym_of_the_same_spelling_unless_the_author_differs()
    {
        Assert.Equal((NameMatchKind.Exact, 12L), Found(Matcher.Match("Libellula pulchella")));
        Assert.Equal((NameMatchKind.Synonym, 13L), Found(Matcher.Match("Libellula pulchella Burmeister, 1839 (nec Drury, 1773)")));
    }

    [Fact]
    public void The_same_name_in_another_kingdom_is_another_taxon()
    {
        Assert.Equal(NameMatchKind.Unmatched, Matcher.Match(In("Noctua pronuba", Rank.Kingdom, "Plantae")).Kind);
        Assert.Equal(6, Matcher.Match(In("Noctua pronuba", Rank.Kingdom, "Metazoa")).TaxonId);
    }

    [Fact]
    public void A_genus_does_not_match_a_query_for_a_species()
    {
        var match = Matcher.Match(new NameQuery("Noctua") { Rank = Rank.Species });

        Assert.Equal(NameMatchKind.Unmatched, match.Kind);
        Assert.Equal("The name is known only as that of another taxon: genus Noctua in Lepidoptera.", match.Note);
        Assert.Equal(6, Matcher.Match(new NameQuery("Noctua pronuba") { Rank = Rank.Subspecies }).TaxonId);
    }

    [Theory]
    [InlineData("Noctua sp.", 5)]
    [InlineData("Noctua sp. 1", 5)]
    [InlineData("Noctua cf. pronuba", 5)]
    [InlineData("Noctua aff. pronuba", 5)]
    [InlineData("Noctua pronuba agg.", 5)]
    [InlineData("Noctua pronuba (cf.)", 5)]
    [InlineData("Noctua pronuba complex", 5)]
    [InlineData("Noctua pronuba/comes", 5)]
    [InlineData("Noctua pronuba / N. comes", 5)]
    [InlineData("Noctua pronuba or comes", 5)]
    [InlineData("Noctua pronuba & comes", 5)]
    [InlineData("Noctuidae indet.", 4)]
    public void A_name_that_leaves_the_species_open_matches_nothing_and_suggests_what_is_sure(string name, long taxon)
    {
        var match = Matcher.Match(name);

        Assert.Equal((NameMatchKind.HigherRank, null, null), (match.Kind, match.TaxonId, match.AcceptedTaxonId));
        Assert.Equal([taxon], match.Suggestions.Select(suggestion => suggestion.TaxonId));
    }

    [Theory]
    [InlineData("Noctua Foobaria")]
    [InlineData("Noctua foobaria")]
    [InlineData("Noctua Foobaria Linnaeus, 1758")]
    [InlineData("Noctua Hufnagel")]
    [InlineData("Orgyia Leucostigma intermedia")]
    public void What_only_the_genus_is_known_of_is_never_the_genus(string name)
    {
        var match = Matcher.Match(name);

        Assert.Null(match.TaxonId);
        Assert.Contains(match.Kind, (NameMatchKind[])[NameMatchKind.Unmatched, NameMatchKind.Suggestion]);
        Assert.DoesNotContain(5, match.Suggestions.Select(suggestion => suggestion.TaxonId));
    }

    [Fact]
    public void A_capitalised_second_word_is_an_author_where_the_name_is_known_to_be_that_of_a_genus() =>
        Assert.Equal((NameMatchKind.Exact, 5), Found(Matcher.Match(new NameQuery("Noctua Hufnagel") { Rank = Rank.Genus })));

    private static (NameMatchKind, long?) Found(NameMatch match) => (match.Kind, match.TaxonId);

    [Theory]
    [InlineData("cf. Noctua pronuba")]
    [InlineData("Catocala sp.")]
    public void An_ambiguous_name_matches_nothing(string name)
    {
        var match = Matcher.Match(name);

        Assert.Null(match.TaxonId);
        Assert.Empty(match.Suggestions);
    }

    [Theory]
    [InlineData("Idia concisa")]
    [InlineData("Noctua pronuba auct.")]
    public void A_misapplied_name_matches_nothing(string name)
    {
        var match = Matcher.Match(name);

        Assert.Equal((NameMatchKind.Unmatched, null), (match.Kind, match.TaxonId));
        Assert.Contains("misapplied", match.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Noctua pronubae", "Noctua pronuba")]
    [InlineData("Noctua fimbriatus", "Noctua fimbriata")]
    [InlineData("Noctau pronuba", "Noctua pronuba")]
    [InlineData("Noctua pronuba innuba", "Noctua pronuba")]
    [InlineData("Xestia fimbriata", "Noctua fimbriata")]
    [InlineData("Noctuida", "Noctuidae")]
    public void A_misspelt_name_gets_suggestions_and_no_taxon(string name, string suggestion)
    {
        var match = Matcher.Match(name);

        Assert.Equal((NameMatchKind.Suggestion, null), (match.Kind, match.TaxonId));
        Assert.Equal(suggestion, match.Suggestions[0].Name);
    }

    [Fact]
    public void Suggestions_begin_inside_the_genus()
    {
        var matcher = new NameMatcher(
        [
            new(1, "Noctua comis", Rank.Species), new(2, "Nocta comess", Rank.Species), new(3, "Noctua fimbriata", Rank.Species),
        ]);

        var match = matcher.Match("Noctua comess");

        Assert.Equal([("Noctua comis", 2), ("Nocta comess", 1)], match.Suggestions.Select(each => (each.Name, each.Distance)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Zzyzx qqqqq")]
    public void What_is_like_nothing_is_unmatched(string name) =>
        Assert.Equal(NameMatchKind.Unmatched, Matcher.Match(name).Kind);

    private static NameQuery In(string name, Rank rank, string higher) =>
        new(name) { HigherTaxa = new Dictionary<Rank, string> { [rank] = higher } };
}

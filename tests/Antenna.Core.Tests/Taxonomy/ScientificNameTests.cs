using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

public sealed class ScientificNameTests
{
    [Theory]
    [InlineData("Noctua pronuba", "noctua pronuba")]
    [InlineData("Noctua pronuba (Linnaeus, 1758)", "noctua pronuba")]
    [InlineData("Noctua pronuba Linnaeus 1758", "noctua pronuba")]
    [InlineData("Noctua pronuba L.", "noctua pronuba")]
    [InlineData("NOCTUA PRONUBA", "noctua pronuba")]
    [InlineData("NOCTUA PRONUBA LINNAEUS, 1758", "noctua pronuba")]
    [InlineData("NOCTUA PRONUBA (Linnaeus, 1758)", "noctua pronuba")]
    [InlineData("NOCTUA pronuba Linnaeus", "noctua pronuba")]
    [InlineData("noctua pronuba", "noctua pronuba")]
    [InlineData("  Noctua \u00A0 pronuba\u200B ", "noctua pronuba")]
    [InlineData("Noctua_pronuba", "noctua pronuba")]
    [InlineData("Noctua pronuba sp. nov.", "noctua pronuba")]
    [InlineData("Noctuidae Latreille, 1809", "noctuidae")]
    [InlineData("Hemiphlebia Selys, 1868", "hemiphlebia")]
    [InlineData("Hemiphlebia (Selys, 1868)", "hemiphlebia")]
    [InlineData("Libellula rubra de Villers, 1789 (nec Müller, 1764)", "libellula rubra")]
    [InlineData("Agrion tuberculatum Selys in Sagra, 1857 (nec Charpentier, 1825)", "agrion tuberculatum")]
    [InlineData("Rhyothemis phyllis obscura, Brauer 1868", "rhyothemis phyllis obscura")]
    [InlineData("Aeshna unguiculata Fonscolombe, 1838 (nec Vander Linden, 1820", "aeshna unguiculata")]
    public void Authorship_case_and_spaces_do_not_count(string name, string key) =>
        Assert.Equal(key, ScientificName.Normalize(name));

    [Theory]
    [InlineData("Carabus (Archicarabus) nemoralis Müller, 1764", "carabus nemoralis")]
    [InlineData("Oligia (prov. plcmt.) chlorostigma", "oligia chlorostigma")]
    [InlineData("Resapamea (prov. plcmt. group 2) stipata", "resapamea stipata")]
    [InlineData("Orgyia leucostigma var. intermedia", "orgyia leucostigma intermedia")]
    [InlineData("Salix repens L. subsp. argentea (Sm.) A. Camus", "salix repens argentea")]
    [InlineData("Salix × rubens Schrank", "salix rubens")]
    [InlineData("Salix x rubens", "salix rubens")]
    [InlineData("Salix ×rubens", "salix rubens")]
    [InlineData("Vanessa Cardui L.", "vanessa cardui")]
    [InlineData("Vanessa cardui.", "vanessa cardui")]
    [InlineData("Vanessa cardui var", "vanessa cardui")]
    [InlineData("Papilio Machaon Linné", "papilio machaon")]
    [InlineData("×Cuprocyparis leylandii", "cuprocyparis leylandii")]
    public void Subgenera_rank_words_and_hybrid_signs_do_not_count(string name, string key) =>
        Assert.Equal(key, ScientificName.Normalize(name));

    [Theory]
    [InlineData("Polygonia c-album", "polygonia c-album")]
    [InlineData("Polygonia c\u2011album (Linnaeus)", "polygonia c-album")]
    [InlineData("Coccinella 7-punctata L.", "coccinella 7-punctata")]
    [InlineData("Aglais io", "aglais io")]
    [InlineData("Vanessa gonerilla gonerilla", "vanessa gonerilla gonerilla")]
    [InlineData("Danaus gilippus thersippus ()", "danaus gilippus thersippus")]
    [InlineData("Nicrophorus tomentosus (Tomentose Burying Beetle)", "nicrophorus tomentosus")]
    public void What_belongs_to_the_name_counts(string name, string key) =>
        Assert.Equal(key, ScientificName.Normalize(name));

    [Theory]
    [InlineData("Noctua sp.")]
    [InlineData("Noctua sp")]
    [InlineData("Noctua spp.")]
    [InlineData("Noctua sp. 1")]
    [InlineData("NOCTUA SP.")]
    [InlineData("Noctua Linnaeus, 1758 sp.")]
    [InlineData("Noctua n. sp. A")]
    [InlineData("Noctua cf. pronuba")]
    [InlineData("cf. Noctua pronuba")]
    [InlineData("Noctua aff. pronuba")]
    [InlineData("Noctua nr. pronuba")]
    [InlineData("Noctuidae indet.")]
    [InlineData("Noctua pronuba?")]
    [InlineData("? Noctua pronuba")]
    [InlineData("Ancylis subaequana complex")]
    [InlineData("Probole alienaria-amicaria complex")]
    [InlineData("Noctua janthe/janthina")]
    [InlineData("Noctua janthe × comes")]
    [InlineData("Noctua janthe × Noctua comes")]
    [InlineData("Noctua BOLD:AAA1234")]
    [InlineData("Noctua A")]
    [InlineData("Noctua 2")]
    public void A_name_that_leaves_the_species_open_is_recognised(string name)
    {
        Assert.True(ScientificName.Parse(name).IsOpen);
        Assert.True(ScientificName.Parse(ScientificName.Normalize(name)).IsOpen);
        Assert.NotEqual("noctua pronuba", ScientificName.Normalize(name));
        Assert.NotEqual("noctua", ScientificName.Normalize(name));
    }

    [Theory]
    [InlineData("Noctua pronuba")]
    [InlineData("Noctua pronuba sp. nov.")]
    [InlineData("Noctua pronuba n. sp.")]
    [InlineData("Salix × rubens")]
    public void A_certain_name_is_not_open(string name) => Assert.False(ScientificName.Parse(name).IsOpen);

    [Theory]
    [InlineData("Idia concisa of authors", true)]
    [InlineData("Idia concisa auct.", true)]
    [InlineData("Idia concisa sensu Forbes, nec Guenée", true)]
    [InlineData("Idia concisa sensu lato", false)]
    [InlineData("Idia concisa Guenée, 1854 (nec Say, 1840)", false)]
    [InlineData("Idia concisa", false)]
    [InlineData("Idia concisa [auct. nec Guenée]", true)]
    public void A_name_that_authors_used_wrongly_is_recognised(string name, bool misapplied) =>
        Assert.Equal(misapplied, ScientificName.Parse(name).IsMisapplied);

    [Theory]
    [InlineData("Idia concisa Guenée, 1854 (nec Say, 1840)", true)]
    [InlineData("Idia concisa non L.", true)]
    [InlineData("Idia concisa Nonnius, 1854", false)]
    public void A_name_with_nec_or_non_is_recognised(string name, bool isNot) =>
        Assert.Equal(isNot, ScientificName.Parse(name).IsNotOfAnother);

    [Theory]
    [InlineData("Aëdes testus", "Ae\u0308des testus")]
    [InlineData("Aëdes testus", "Aedes testus")]
    [InlineData("Cœnonympha california", "Coenonympha california")]
    public void Accents_and_ligatures_do_not_count(string name, string other) =>
        Assert.Equal(ScientificName.Normalize(name), ScientificName.Normalize(other));

    [Fact]
    public void A_name_comes_apart_into_its_parts()
    {
        var name = ScientificName.Parse("ORGYIA  leucostigma var. intermedia (Fitch, 1856)");

        Assert.Equal("Orgyia", name.Uninomial);
        Assert.Equal(["leucostigma", "intermedia"], name.Epithets);
        Assert.Equal("(Fitch, 1856)", name.Authorship);
        Assert.Equal("Orgyia leucostigma intermedia", name.Canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("123")]
    [InlineData("×")]
    public void What_is_no_name_has_no_parts(string text)
    {
        var name = ScientificName.Parse(text);

        Assert.Null(name.Uninomial);
        Assert.Empty(name.Epithets);
        Assert.Equal(text.Trim(), name.Canonical);
    }

    [Theory]
    [InlineData("Noctua pronuba", Rank.Species)]
    [InlineData("Orgyia leucostigma intermedia", Rank.Subspecies)]
    [InlineData("Noctuidae", Rank.Family)]
    [InlineData("Noctuinae", Rank.Subfamily)]
    [InlineData("Noctuoidea", Rank.Superfamily)]
    [InlineData("Noctua", Rank.Unknown)]
    [InlineData("Noctua sp.", Rank.Unknown)]
    public void The_form_of_a_name_shows_its_rank(string name, Rank rank) =>
        Assert.Equal(rank, ScientificName.RankByForm(ScientificName.Parse(name)));

    [Fact]
    public void Normalizing_twice_changes_nothing()
    {
        var word = Gen.OneOf(
            Gen.OneOf(
                "Noctua", "pronuba", "NOCTUA", "c-album", "sp.", "cf.", "×", "x", "(Linnaeus,", "1758)", "L.", "de", "van",
                "var.", "complex", "(Sub)", "auct.", "sensu", "janthe/janthina", "A", "7-punctata", "?", "_", "\u00A0", ","),
            Gen.String[0, 8]);

        word.Array[0, 6].Select(words => string.Join(' ', words)).Sample(name =>
        {
            var once = ScientificName.Normalize(name);
            Assert.Equal(once, ScientificName.Normalize(once));
        });
    }

    [Fact]
    public void The_canonical_name_is_the_same_name()
    {
        var genus = Gen.Char['a', 'z'].Array[3, 9].Select(letters => string.Concat(letters));

        Gen.Select(genus, genus, Gen.OneOf("", " L.", " (Linnaeus, 1758)", " de Villers, 1789")).Sample((first, second, author) =>
        {
            var name = $"{first.ToUpperInvariant()[0]}{first[1..]} {second}{author}";
            Assert.Equal(ScientificName.Normalize(name), ScientificName.Normalize(ScientificName.Canonical(name)));
        });
    }
}

using Antenna.Dashboard.Components.Occurrence;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class MassesSentenceTests
{
    [Fact]
    public void Belief_in_one_species_that_is_not_listed_asks_whether_it_is_missing() => AssertSentence(
        "94 % of the model's belief was on species that are not on this list, all of it on its first choice, Campaea perlata: is it missing?",
        new TriedMask().Other("Campaea perlata", 0.94).Listed("Protoboarmia porcelaria", 0.06));

    [Fact]
    public void A_congener_of_the_winner_is_described_as_one() => AssertSentence(
        "70 % of the model's belief was on species that are not on this list, most of it on one congener of the winner, Campaea perlata: is it missing?",
        new TriedMask().Other("Campaea perlata", 0.5).Listed("Campaea margaritaria", 0.3).Other("Catocala relicta", 0.2));

    [Fact]
    public void An_excluded_species_that_was_not_the_first_choice_is_only_named() => AssertSentence(
        "60 % of the model's belief was on species that are not on this list, most of it on Catocala relicta: is it missing?",
        new TriedMask().Listed("Campaea margaritaria", 0.4).Other("Catocala relicta", 0.35).Other("Samia cynthia", 0.25));

    [Fact]
    public void A_label_that_resolves_to_nothing_asks_which_taxon_it_is() => AssertSentence(
        "80 % of the model's belief was off this list, all of it on a label that resolves to no taxon, “?mystery”: which taxon is it?",
        new TriedMask().Other("?mystery", 0.8).Listed("Samia cynthia", 0.2));

    [Fact]
    public void Belief_that_is_spread_over_a_genus_names_the_genus_by_its_first_choice() => AssertSentence(
        "90 % of the model's belief was on species that are not on this list, most of it on the genus of its first choice, Catocala relicta: are some of them missing?",
        new TriedMask().Other("Catocala relicta", 0.3).Other("Catocala nupta", 0.25).Other("Catocala sponsa", 0.25).Other("Samia cynthia", 0.1).Listed("Actias luna", 0.1));

    [Fact]
    public void Belief_that_is_spread_over_a_family_names_the_family_by_its_first_choice() => AssertSentence(
        "90 % of the model's belief was on species that are not on this list, all of it on the family of its first choice, Catocala relicta: are some of them missing?",
        new TriedMask().Family("Erebidae", "Catocala", "Zale", "Idia")
            .Other("Catocala relicta", 0.35).Other("Zale lunata", 0.3).Other("Idia rotundalis", 0.25).Listed("Actias luna", 0.1));

    [Fact]
    public void Belief_that_is_spread_over_everything_may_be_an_animal_that_the_model_does_not_know() => AssertSentence(
        "80 % of the model's belief was on species that are not on this list, spread over several, none of which had half of it: it may be an animal that the model does not know.",
        new TriedMask().Other("Catocala relicta", 0.3).Other("Zale lunata", 0.3).Other("Idia rotundalis", 0.2).Listed("Actias luna", 0.2));

    [Fact]
    public void A_smaller_off_list_mass_is_described_without_a_question() => AssertSentence(
        "The list keeps 70 % of the model's belief; the other 30 % was on species that are not on it, all of it on Catocala relicta.",
        new TriedMask().Listed("Actias luna", 0.7).Other("Catocala relicta", 0.3));

    [Fact]
    public void A_confident_prediction_within_the_list_is_described_as_one() => AssertSentence(
        "The model was within this list already: 95 % of its belief was on listed species.",
        new TriedMask().Listed("Actias luna", 0.9).Listed("Samia cynthia", 0.05).Other("Catocala relicta", 0.05));

    [Fact]
    public void Belief_in_the_background_is_mentioned_next_to_a_listed_winner() => AssertSentence(
        "The model was within this list already: 60 % of its belief was on listed species, and 38 % on nothing that is a taxon.",
        new TriedMask().Listed("Actias luna", 0.6).Other("background", 0.38).Other("Catocala relicta", 0.02));

    [Fact]
    public void A_mask_that_takes_nothing_away_is_described() => AssertSentence(
        "The list takes nothing away that the model believed in.",
        new TriedMask().Listed("Actias luna", 0.99999).Listed("Samia cynthia", 0.00001).Other("Catocala relicta", 1e-12));

    [Fact]
    public void A_background_that_dominates_stays_what_it_is() => AssertSentence(
        "97 % of the model's belief was on “background”, which is no taxon. The mask keeps that: it does not make an animal of it.",
        new TriedMask().Other("background", 0.97).Listed("Actias luna", 0.01).Other("Catocala relicta", 0.02));

    [Fact]
    public void A_background_that_wins_only_because_the_rest_is_excluded_is_distinguished() => AssertSentence(
        "No listed species was likelier than “background”, which is no taxon and had 20 % of the model's belief; 70 % was on species that are not on this list, all of it on its first choice, Catocala relicta.",
        new TriedMask().Other("Catocala relicta", 0.7).Other("background", 0.2).Listed("Actias luna", 0.1));

    [Fact]
    public void What_the_model_rules_out_entirely_is_described() => AssertSentence(
        "The model rules out everything that this list keeps: all of its belief was on species that are not on it, all of it on its first choice, Catocala relicta.",
        new TriedMask().Other("Catocala relicta", 1).Listed("Actias luna", 0));

    [Theory]
    [InlineData(0.6, 0.3, "all of it", 0)]
    [InlineData(0.6, 0.3, "nearly all of it", 0.02)]
    [InlineData(0.5, 0.2, "most of it", 0.25)]
    [InlineData(0.3, 0.4, "about half of it", 0.3)]
    public void A_part_is_called_all_only_where_it_is(double one, double listed, string quantity, double other)
    {
        var mask = new TriedMask().Other("Catocala relicta", one).Listed("Actias luna", listed);
        if (other > 0)
            mask = mask.Other("Samia cynthia", other);

        Assert.Contains($", {quantity} on ", TextOf(mask), StringComparison.Ordinal);
    }

    [Fact]
    public void A_background_that_is_one_of_several_is_not_said_to_have_all_of_them() => AssertSentence(
        "70 % of the model's belief was on what is no taxon, most of it on “background”. The mask keeps that: it does not make an animal of it.",
        new TriedMask().Other("background", 0.45).Other("background", 0.25).Listed("Actias luna", 0.3));

    [Fact]
    public void A_background_that_wins_is_said_to_have_its_own_share() => AssertSentence(
        "No listed species was likelier than “background”, which is no taxon and had 20 % of the model's belief; 55 % was on species that are not on this list, all of it on its first choice, Catocala relicta.",
        new TriedMask().Other("Catocala relicta", 0.55).Other("background", 0.2).Other("background", 0.15).Listed("Actias luna", 0.1));

    [Fact]
    public void A_smaller_mass_of_labels_that_resolve_to_nothing_is_not_said_to_be_species() => AssertSentence(
        "The list keeps 70 % of the model's belief; the other 30 % was off it, all of it on a label that resolves to no taxon, “?mystery”.",
        new TriedMask().Listed("Actias luna", 0.7).Other("?mystery", 0.3));

    [Fact]
    public void A_share_that_is_not_all_is_never_shown_as_100_percent() => Assert.StartsWith(
        "Over 99 % of", TextOf(new TriedMask().Other("Catocala relicta", 0.999).Listed("Actias luna", 0.001)), StringComparison.Ordinal);

    [Fact]
    public void Names_of_taxa_are_parts_of_their_own() => Assert.Equal(
        "Campaea perlata",
        Assert.Single(MassesSentence.Of(new TriedMask().Other("Campaea perlata", 0.94).Listed("Actias luna", 0.06).Predict()), part => part.Taxon is not null).Taxon!.Name);

    private static void AssertSentence(string sentence, TriedMask mask) => Assert.Equal(sentence, TextOf(mask));

    private static string TextOf(TriedMask mask) => SentencePart.TextOf(MassesSentence.Of(mask.Predict()));
}

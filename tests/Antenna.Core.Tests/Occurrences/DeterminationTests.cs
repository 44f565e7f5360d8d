using Antenna.Core.Occurrences;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Occurrences;

public sealed class DeterminationTests
{
    private static readonly DateTime Day = new(2024, 6, 1, 22, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<long?> AnyTaxon = Gen.OneOf(Gen.Const((long?)null), Gen.Long[1, 3].Select(id => (long?)id));

    private static readonly Gen<IdentificationFact[]> People =
        Gen.Select(AnyTaxon, Gen.Int[0, 2], Gen.Enum<IdentificationStatus>()).Array[0, 5].Select(rows => rows
            .Select((row, index) => Person(index, row.Item1, row.Item2, row.Item3)).ToArray());

    private static readonly Gen<ClassificationFact[]> Machines =
        Gen.Select(AnyTaxon, Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool, Gen.Bool).Array[0, 5].Select(rows => rows
            .Select((row, index) => Machine(index, row.Item1, row.Item2 / 2d, index / 5d, row.Item4, row.Item3) with { IsUnresolved = row.Item1 is null && row.Item5 }).ToArray());

    [Fact]
    public void The_newest_identification_with_a_taxon_decides_with_a_score_of_1()
    {
        var determination = Determination.Of(
            [Person(1, taxon: 10, day: 2), Person(2, taxon: 11, day: 3), Person(3, taxon: 12, day: 1)], []);

        Assert.Equal(new Determination(11, 1, Verified: true, 2, null, null), determination);
    }

    [Fact]
    public void Of_identifications_of_one_instant_the_highest_id_is_the_newest() =>
        Assert.Equal(8, Determination.Of([Person(8, taxon: 11, day: 1), Person(7, taxon: 10, day: 1)], []).IdentificationId);

    [Theory]
    [InlineData(IdentificationStatus.Withdrawn)]
    [InlineData(IdentificationStatus.Superseded)]
    public void An_identification_that_ended_decides_nothing(IdentificationStatus ended) =>
        Assert.Equal(10, Determination.Of(
            [Person(1, taxon: 10, day: 1), Person(2, taxon: 11, day: 2, ended)], []).TaxonId);

    [Fact]
    public void A_comment_decides_nothing() =>
        Assert.Equal(10, Determination.Of([Person(1, taxon: 10, day: 1), Person(2, taxon: null, day: 2)], []).TaxonId);

    [Fact]
    public void A_person_overrules_every_machine_and_the_best_machine_prediction_is_kept()
    {
        var determination = Determination.Of([Person(1, taxon: 10, day: 1)], [Machine(5, taxon: 20, absolute: 0.99, day: 9)]);

        Assert.Equal(
            new Determination(10, 1, Verified: true, 1, null, new MachinePrediction(5, 20, 0.99)), determination);
    }

    [Fact]
    public void Without_a_person_the_best_terminal_classification_decides_with_its_own_score()
    {
        var determination = Determination.Of(
            [Person(1, taxon: 10, day: 1, IdentificationStatus.Withdrawn)], [Machine(5, taxon: 20, absolute: 0.3, score: 0.8)]);

        Assert.Equal(
            new Determination(20, 0.8, Verified: false, null, 5, new MachinePrediction(5, 20, 0.8)), determination);
    }

    [Fact]
    public void Classifications_compare_by_their_absolute_probability_and_not_by_their_score() =>
        Assert.Equal(6, Deciding(
            Machine(5, taxon: 20, absolute: 0.3, score: 0.9), Machine(6, taxon: 21, absolute: 0.4, score: 0.5)));

    [Fact]
    public void Of_equal_probabilities_the_newest_decides() =>
        Assert.Equal(5, Deciding(
            Machine(5, taxon: 20, absolute: 0.3, day: 2), Machine(6, taxon: 21, absolute: 0.3, day: 1)));

    [Fact]
    public void Of_equal_probabilities_and_times_the_highest_id_decides() =>
        Assert.Equal(6, Deciding(Machine(6, taxon: 21, absolute: 0.3), Machine(5, taxon: 20, absolute: 0.3)));

    [Fact]
    public void A_terminal_classification_decides_before_any_better_intermediate_one() =>
        Assert.Equal(5, Deciding(
            Machine(5, taxon: 20, absolute: 0.1), Machine(6, taxon: 21, absolute: 0.9, terminal: false)));

    [Fact]
    public void A_terminal_row_with_a_taxon_decides_over_a_better_one_without() =>
        Assert.Equal(5, Deciding(Machine(5, taxon: 20, absolute: 0.1), Machine(6, taxon: null, absolute: 0.9)));

    [Fact]
    public void Without_any_terminal_row_the_best_intermediate_one_decides() =>
        Assert.Equal(6, Deciding(
            Machine(5, taxon: 20, absolute: 0.1, terminal: false),
            Machine(6, taxon: 21, absolute: 0.2, terminal: false),
            Machine(7, taxon: null, absolute: 0.9, terminal: false)));

    [Fact]
    public void Terminal_rows_that_are_all_not_a_taxon_leave_no_determination() =>
        Assert.Equal(Determination.None, Determination.Of(
            [], [Machine(5, taxon: null, absolute: 0.9), Machine(6, taxon: 21, absolute: 0.9, terminal: false)]));

    [Fact]
    public void A_label_that_resolves_to_no_taxon_leaves_the_word_to_the_best_intermediate_row() =>
        Assert.Equal(6, Deciding(
            Machine(5, taxon: null, absolute: 0.9) with { IsUnresolved = true },
            Machine(6, taxon: 21, absolute: 0.2, terminal: false),
            Machine(7, taxon: null, absolute: 0.8)));

    [Fact]
    public void A_terminal_row_with_a_taxon_decides_before_any_intermediate_one_whatever_else_is_unresolved() =>
        Assert.Equal(7, Deciding(
            Machine(5, taxon: null, absolute: 0.9) with { IsUnresolved = true },
            Machine(6, taxon: 21, absolute: 0.9, terminal: false),
            Machine(7, taxon: 22, absolute: 0.1)));

    [Fact]
    public void An_intermediate_row_that_is_unresolved_changes_nothing_about_terminal_rows_that_are_not_a_taxon() =>
        Assert.Null(Deciding(
            Machine(5, taxon: null, absolute: 0.9),
            Machine(6, taxon: 21, absolute: 0.9, terminal: false),
            Machine(7, taxon: null, absolute: 0.9, terminal: false) with { IsUnresolved = true }));

    [Fact]
    public void Without_predictions_and_identifications_there_is_no_determination()
    {
        Assert.Equal(Determination.None, Determination.Of([], []));
        Assert.Equal(new Determination(null, null, Verified: false, null, null, null), Determination.None);
    }

    [Fact]
    public void The_order_in_which_things_were_read_never_matters() =>
        (from people in People
         from machines in Machines
         from otherPeople in Gen.Shuffle(people)
         from otherMachines in Gen.Shuffle(machines)
         select (people, machines, otherPeople, otherMachines))
        .Sample(each => Assert.Equal(
            Determination.Of(each.people, each.machines), Determination.Of(each.otherPeople, each.otherMachines)));

    [Fact]
    public void Taxon_score_and_source_are_always_all_there_or_all_missing() =>
        Gen.Select(People, Machines).Sample((people, machines) =>
        {
            var determination = Determination.Of(people, machines);

            Assert.Equal(determination.TaxonId.HasValue, determination.Score.HasValue);
            Assert.Equal(determination.Verified, determination.IdentificationId.HasValue);
            Assert.Equal(determination.TaxonId.HasValue && !determination.Verified, determination.ClassificationId.HasValue);
            if (!determination.Verified)
                Assert.Equal(determination.ClassificationId, determination.Machine?.ClassificationId);
        });

    private static long? Deciding(params ReadOnlySpan<ClassificationFact> classifications) =>
        Determination.Of([], classifications).ClassificationId;

    private static IdentificationFact Person(
        long id, long? taxon, int day, IdentificationStatus status = IdentificationStatus.Standing) =>
        new(id, taxon, Day.AddDays(day), status);

    private static ClassificationFact Machine(
        long id, long? taxon, double absolute, double? score = null, bool terminal = true, int day = 0) =>
        new(id, taxon, score ?? absolute, absolute, terminal, Day.AddDays(day));
}

using Antenna.Core.Evaluation;
using Antenna.Core.Occurrences;
using Antenna.Core.Taxonomy;
using Xunit;

namespace Antenna.Core.Tests.Evaluation;

public sealed class IndependentIdentificationTests
{
    private static readonly DateTime Day = new(2024, 6, 1, 22, 0, 0, DateTimeKind.Utc);

    private static readonly TaxonTree Tree = new(
    [
        new(1, "Nymphalidae", Rank.Family, null, null),
        new(2, "Limenitis", Rank.Genus, 1, null),
        new(3, "Limenitis archippus", Rank.Species, 2, null),
        new(4, "Limenitis archippus floridensis", Rank.Subspecies, 3, null),
        new(5, "Basilarchia archippus", Rank.Species, 2, 3),
        new(6, "Limenitis arthemis", Rank.Species, 2, null),
    ]);

    [Fact]
    public void A_click_of_agreement_is_no_evidence_however_new_it_is() =>
        Assert.Equal(3, IndependentIdentification.TaxonOf([Identified(1, 3, 1), Identified(2, 6, 2) with { IsAgreement = true }]));

    [Theory]
    [InlineData(IdentificationStatus.Withdrawn)]
    [InlineData(IdentificationStatus.Superseded)]
    public void What_ended_is_no_evidence(IdentificationStatus ended) =>
        Assert.Null(IndependentIdentification.TaxonOf([Identified(1, 3, 1) with { Status = ended }]));

    [Fact]
    public void The_newest_that_names_a_taxon_counts_and_the_highest_id_of_one_instant() =>
        Assert.Equal(6, IndependentIdentification.TaxonOf([Identified(3, 6, 2), Identified(1, 4, 1), Identified(2, 3, 2), Identified(4, null, 3)]));

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(5, 3, true)]
    [InlineData(3, 5, true)]
    [InlineData(4, 3, true)]
    [InlineData(3, 4, true)]
    [InlineData(6, 2, true)]
    [InlineData(2, 3, false)]
    [InlineData(6, 3, false)]
    [InlineData(null, 3, false)]
    [InlineData(99, 3, false)]
    [InlineData(3, 99, false)]
    public void A_prediction_is_right_where_it_is_what_was_said_by_any_name_or_part_of_it(int? predicted, int said, bool right) =>
        Assert.Equal(right, IndependentIdentification.IsRight(Tree, predicted, said));

    private static IdentificationFact Identified(long id, long? taxon, int day) => new(id, taxon, Day.AddDays(day), IdentificationStatus.Standing);
}

using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

public sealed class RollUpTests
{
    private const long Geometridae = 1, Erebidae = 2, Campaea = 11, Protoboarmia = 12, Catocala = 21, Perlata = 111, Margaritaria = 112;

    private static readonly TaxonTree Tree = new(
    [
        new(Geometridae, "Geometridae", Rank.Family, null, null),
        new(Erebidae, "Erebidae", Rank.Family, null, null),
        new(Campaea, "Campaea", Rank.Genus, Geometridae, null),
        new(Protoboarmia, "Protoboarmia", Rank.Genus, Geometridae, null),
        new(Catocala, "Catocala", Rank.Genus, Erebidae, null),
        new(Perlata, "Campaea perlata", Rank.Species, Campaea, null),
        new(Margaritaria, "Campaea margaritaria", Rank.Species, Campaea, null),
        new(113, "Metrocampa perlata", Rank.Species, Geometridae, Perlata),
        new(121, "Protoboarmia porcelaria", Rank.Species, Protoboarmia, null),
        new(211, "Catocala relicta", Rank.Species, Catocala, null),
        new(400, "no rank, within a genus", Rank.Unknown, Campaea, null),
        new(401, "no rank, within that", Rank.Unknown, 400, null),
        new(402, "no rank, within a family", Rank.Unknown, Geometridae, null),
        new(403, "no rank, within nothing", Rank.Unknown, null, null),
    ]);

    // 0 and 1 of one genus, 2 a synonym of 0, 3 of the family, 4 the family itself, 5 of another family, 6 to 8 within none.
    private static readonly CategoryMap Map = new(
    [
        new(0, "Campaea perlata", ClassMeaning.Taxon, Perlata),
        new(1, "Campaea margaritaria", ClassMeaning.Taxon, Margaritaria),
        new(2, "Metrocampa perlata", ClassMeaning.Taxon, 113),
        new(3, "Protoboarmia porcelaria", ClassMeaning.Taxon, 121),
        new(4, "Geometridae", ClassMeaning.Taxon, Geometridae),
        new(5, "Catocala relicta", ClassMeaning.Taxon, 211),
        new(6, "background", ClassMeaning.NotATaxon, null),
        new(7, "?", ClassMeaning.Unresolved, null),
        new(8, "not in the tree", ClassMeaning.Taxon, 999),
    ]);

    private static readonly ClassAncestry Ancestry = ClassAncestry.Of(Map, Tree);

    [Fact]
    public void The_first_rank_from_fine_to_coarse_that_reaches_its_threshold_is_taken()
    {
        Assert.Equal((Rank.Species, Perlata, 0.8), Answer([0.8, 0.2, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Equal((Rank.Genus, Campaea, 0.7), Answer([0.4, 0.3, 0, 0.1, 0, 0.2, 0, 0, 0]));
        Assert.Equal((Rank.Family, Geometridae, 0.5), Answer([0.2, 0.1, 0, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1]));
        Assert.Null(Answer([0.2, 0.1, 0, 0, 0, 0.1, 0.2, 0.2, 0.2]));
    }

    [Fact]
    public void A_synonym_adds_to_what_it_is_accepted_as() =>
        Assert.Equal((Rank.Species, Perlata, 0.8), Answer([0.5, 0.2, 0.3, 0, 0, 0, 0, 0, 0]));

    [Fact]
    public void A_winner_that_is_coarser_than_a_rank_passes_it_over()
    {
        var prediction = new RollUp(Ancestry, RollUpSettings.Default).Of([0.1, 0.1, 0, 0, 0.5, 0.3, 0, 0, 0], winner: 4);

        Assert.Equal([null, null, new TaxonScore(Geometridae, 0.7)], prediction.Steps.Select(step => step.Best));
        Assert.Equal(Geometridae, prediction.Taxon!.TaxonId);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Within_its_lineage_a_winner_that_is_within_no_taxon_stays_as_it_is(int winner)
    {
        double[] row = [0.3, 0.2, 0, 0, 0, 0, 0, 0, 0];
        row[winner] = 0.5;

        Assert.Null(Answer(row));
        Assert.Equal((Rank.Family, Geometridae, 0.5), Answer(row, competition: RollUpCompetition.All));
    }

    [Fact]
    public void What_no_taxon_holds_counts_for_none() =>
        Assert.Null(Answer([0.3, 0, 0, 0, 0, 0, 0.3, 0.2, 0.2], "family=0.31", RollUpCompetition.All));

    [Fact]
    public void All_taxa_of_a_rank_compete_only_where_that_is_wanted()
    {
        double[] row = [0.25, 0.2, 0, 0.25, 0, 0.3, 0, 0, 0];

        Assert.Null(Answer(row, "genus=0.4", RollUpCompetition.Lineage));
        Assert.Equal((Rank.Genus, Campaea, 0.45), Answer(row, "genus=0.4", RollUpCompetition.All));
        Assert.Equal((Rank.Genus, Catocala, 0.3), Answer(row, "genus=0.3", RollUpCompetition.Lineage));
    }

    [Fact]
    public void Equal_sums_go_to_the_taxon_of_the_first_class()
    {
        Assert.Equal((Rank.Genus, Protoboarmia, 0.4), Answer([0, 0, 0, 0.4, 0, 0.4, 0.2, 0, 0], "genus=0.4", RollUpCompetition.All));
        Assert.Equal((Rank.Family, Geometridae, 0.4), Answer([0, 0, 0, 0, 0.4, 0.4, 0.2, 0, 0], "family=0.4", RollUpCompetition.All));
    }

    [Fact]
    public void A_sum_that_equals_its_threshold_reaches_it_however_it_was_rounded()
    {
        var map = new CategoryMap([.. Enumerable.Range(0, 10).Select(i => new ClassLabel(i, $"{i}", ClassMeaning.Taxon, Campaea))]);
        double[] tenths = [.. Enumerable.Repeat(0.1, 10)];
        Assert.True(tenths.Sum() < 1);

        var prediction = new RollUp(ClassAncestry.Of(map, Tree), Settings("genus=1")).Of(tenths, winner: 0);

        Assert.Equal(Campaea, prediction.Taxon!.TaxonId);
        Assert.Null(Answer([0.8 - 1e-8, 0, 0, 0, 0, 0, 0, 0, 0], "species=0.8"));
    }

    [Fact]
    public void A_score_is_never_above_1()
    {
        var map = new CategoryMap([.. Enumerable.Range(0, 3).Select(i => new ClassLabel(i, $"{i}", ClassMeaning.Taxon, Campaea))]);
        double[] row = [0.5, 0.5, 1e-15];
        Assert.True(row.Sum() > 1);

        Assert.Equal(1, new RollUp(ClassAncestry.Of(map, Tree), Settings("genus=0.5")).Of(row, winner: 0).Taxon!.Score);
    }

    [Fact]
    public void The_answer_carries_the_best_taxa_of_its_rank_and_is_one_of_them()
    {
        Assert.Equal(
            [new(Campaea, 0.45), new(Catocala, 0.3), new(Protoboarmia, 0.25)],
            new RollUp(Ancestry, Settings("genus=0.3")).Of([0.25, 0.2, 0, 0.25, 0, 0.3, 0, 0, 0], winner: 5).Taxon!.Top);

        // Twenty genera, of which the winner's is the last.
        var tree = new TaxonTree(Enumerable.Range(1, 20).Select(id => new TaxonNode(id, $"Genus {id}", Rank.Genus, null, null)));
        var map = new CategoryMap([.. Enumerable.Range(0, 20).Select(i => new ClassLabel(i, $"{i}", ClassMeaning.Taxon, i + 1))]);
        double[] row = [.. Enumerable.Range(0, 20).Select(i => 0.06 - (i * 0.001))];
        var top = new RollUp(ClassAncestry.Of(map, tree), Settings("genus=0.01")).Of(row, winner: 19).Taxon!.Top;

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 20], top.Select(each => each.TaxonId));
    }

    [Fact]
    public void A_taxon_that_adds_up_to_nothing_reaches_nothing()
    {
        // The kept class lies so far below what is forbidden that its absolute score is 0.
        var kept = MaskedRow.KeptSetOf(Group.Listed, Group.OffList, Group.OffList, Group.OffList, Group.OffList, Group.OffList, Group.OffList, Group.OffList, Group.OffList);
        float[] logits = [-900, 0, 0, 0, 0, 0, 0, 0, 0];

        Assert.Equal(LogitsFault.None, new RollUp(Ancestry, Settings("species=1e-10")).TryCompute(logits, kept, out var absolute));
        Assert.Null(absolute!.Taxon);
        new RollUp(Ancestry, Settings("species=1") with { Distribution = ScoreMode.Reweighted }).TryCompute(logits, kept, out var reweighted);
        Assert.Equal(new TaxonScore(Perlata, 1), new(reweighted!.Taxon!.TaxonId, reweighted.Taxon.Score));
    }

    [Fact]
    public void By_default_a_genus_is_not_sure_because_everything_else_was_forbidden()
    {
        // All but the genus is off the list, and holds nine tenths.
        var kept = MaskedRow.KeptSetOf(Group.Listed, Group.Listed, Group.OffList, Group.OffList, Group.OffList, Group.OffList, Group.Nothing, Group.OffList, Group.OffList);
        float[] logits = [.. new[] { 0.05, 0.04, 0, 0, 0, 0.9, 0.01, 0, 0 }.Select(p => (float)Math.Log(p))];

        new RollUp(Ancestry, RollUpSettings.Default).TryCompute(logits, kept, out var absolute);
        new RollUp(Ancestry, RollUpSettings.Default with { Distribution = ScoreMode.Reweighted }).TryCompute(logits, kept, out var reweighted);

        Assert.Null(absolute!.Taxon);
        Assert.Equal((Rank.Genus, Campaea), (reweighted!.Taxon!.Rank, reweighted.Taxon.TaxonId));
        Assert.Equal(0.9, reweighted.Taxon.Score, 1e-6);
    }

    [Theory]
    [InlineData(new float[0], LogitsFault.NoLogits)]
    [InlineData(new float[] { 1, 2 }, LogitsFault.WrongLength)]
    [InlineData(new float[] { 1, 2, 3, 4, float.NaN, 6, 7, 8, 9 }, LogitsFault.NotANumber)]
    [InlineData(new float[] { 1, 2, 3, 4, float.PositiveInfinity, 6, 7, 8, 9 }, LogitsFault.PositiveInfinity)]
    public void A_row_without_a_distribution_is_a_fault(float[] logits, LogitsFault expected)
    {
        Assert.Equal(expected, new RollUp(Ancestry, RollUpSettings.Default).TryCompute(logits, KeptSet.Everything(Map.Count), out var prediction));
        Assert.Null(prediction);
    }

    [Fact]
    public void What_is_not_of_the_classifier_is_refused()
    {
        var rollUp = new RollUp(Ancestry, RollUpSettings.Default);

        Assert.Throws<ArgumentException>(() => rollUp.TryCompute(new float[2], KeptSet.Everything(2), out _));
        Assert.Throws<ArgumentException>(() => rollUp.Of(new double[2], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rollUp.Of(new double[9], 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => rollUp.Of(new double[9], -1));
    }

    [Theory]
    [InlineData(Perlata, Rank.Genus, true)]
    [InlineData(Perlata, Rank.Species, false)]
    [InlineData(113, Rank.Genus, true)]
    [InlineData(Campaea, Rank.Genus, false)]
    [InlineData(Geometridae, Rank.Genus, false)]
    [InlineData(400, Rank.Genus, true)]
    [InlineData(401, Rank.Genus, true)]
    [InlineData(401, Rank.Species, false)]
    [InlineData(402, Rank.Genus, false)] // It may be coarser than a genus, or finer: nobody knows.
    [InlineData(402, Rank.Family, true)]
    [InlineData(403, Rank.Kingdom, false)]
    public void A_taxon_is_finer_than_a_rank_where_that_is_known(long taxon, Rank rank, bool expected) =>
        Assert.Equal(expected, Tree.IsFinerThan(taxon, rank));

    /// <summary>Of a row whose winner has the highest score.</summary>
    private static (Rank, long, double)? Answer(double[] row, string? thresholds = null, RollUpCompetition competition = default)
    {
        var answer = new RollUp(Ancestry, Settings(thresholds) with { Competition = competition }).Of(row, Array.IndexOf(row, row.Max())).Taxon;
        return answer is null ? null : (answer.Rank, answer.TaxonId, Math.Round(answer.Score, 12));
    }

    private static RollUpSettings Settings(string? thresholds)
    {
        Assert.Empty(RollUpSettings.TryRead(thresholds, null, null, out var settings));
        return settings!;
    }
}

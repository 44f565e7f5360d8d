using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

public sealed class PredictionComparisonTests
{
    private const double Tolerance = 1e-12;
    private const long Geometridae = 1, Erebidae = 2, Campaea = 11, Protoboarmia = 12, Catocala = 21;

    // Two geometrids of one genus, another of the family, an erebid, a label of the family alone, and what is no taxon.
    private static readonly TaxonTree Tree = new(
    [
        new(Geometridae, "Geometridae", Rank.Family, null, null),
        new(Erebidae, "Erebidae", Rank.Family, null, null),
        new(Campaea, "Campaea", Rank.Genus, Geometridae, null),
        new(Protoboarmia, "Protoboarmia", Rank.Genus, Geometridae, null),
        new(Catocala, "Catocala", Rank.Genus, Erebidae, null),
        new(111, "Campaea perlata", Rank.Species, Campaea, null),
        new(112, "Campaea margaritaria", Rank.Species, Campaea, null),
        new(113, "Metrocampa perlata", Rank.Species, Geometridae, 111),
        new(121, "Protoboarmia porcelaria", Rank.Species, Protoboarmia, null),
        new(211, "Catocala relicta", Rank.Species, Catocala, null),
        new(300, "Lonely", Rank.Genus, null, null),
        new(301, "Lonely moth", Rank.Species, 300, null),
    ]);

    private static readonly CategoryMap Map = new(
    [
        new(0, "Campaea perlata", ClassMeaning.Taxon, 111),
        new(1, "Campaea margaritaria", ClassMeaning.Taxon, 112),
        new(2, "Protoboarmia porcelaria", ClassMeaning.Taxon, 121),
        new(3, "Catocala relicta", ClassMeaning.Taxon, 211),
        new(4, "Geometridae", ClassMeaning.Taxon, Geometridae),
        new(5, "background", ClassMeaning.NotATaxon, null),
        new(6, "?", ClassMeaning.Unresolved, null),
        new(7, "Metrocampa perlata", ClassMeaning.Taxon, 113),
        new(8, "Lonely moth", ClassMeaning.Taxon, 301),
        new(9, "not in the tree", ClassMeaning.Taxon, 999),
    ]);

    private static readonly ClassKinship Kin = ClassKinship.Of(Map, Tree);

    [Theory]
    [InlineData(0, 0, Kinship.SameGenus)]
    [InlineData(0, 1, Kinship.SameGenus)]
    [InlineData(0, 7, Kinship.SameGenus)] // A synonym is where its accepted taxon is.
    [InlineData(0, 2, Kinship.SameFamily)]
    [InlineData(0, 4, Kinship.SameFamily)]
    [InlineData(4, 0, Kinship.SameFamily)]
    [InlineData(4, 4, Kinship.SameFamily)]
    [InlineData(0, 3, Kinship.Elsewhere)]
    [InlineData(0, 5, Kinship.Elsewhere)]
    [InlineData(5, 5, Kinship.Elsewhere)]
    [InlineData(5, 6, Kinship.Elsewhere)]
    [InlineData(6, 6, Kinship.Elsewhere)]
    [InlineData(8, 8, Kinship.SameGenus)] // A genus without a family is still a genus.
    [InlineData(8, 0, Kinship.Elsewhere)]
    [InlineData(9, 9, Kinship.Elsewhere)]
    public void Classes_are_kin_by_genus_then_by_family(int one, int other, Kinship kinship)
    {
        Assert.Equal(kinship, Kin.Between(one, other));
        Assert.Equal(kinship, Kin.Between(other, one));
    }

    [Fact]
    public void Off_list_mass_divides_by_kinship_to_the_original_winner()
    {
        float[] logits = [5, 4, 3, 2, 1, 0, 1, 2, 3, 1];
        var p = Softmax(logits);
        var comparison = Compare(logits, listed: [121, 301]);

        Assert.Equal(p[0] + p[1] + p[7], comparison.OffList.SameGenus, Tolerance);
        Assert.Equal(p[4], comparison.OffList.SameFamily, Tolerance);
        Assert.Equal(p[3] + p[9], comparison.OffList.Elsewhere, Tolerance);
        Assert.Equal(p[6], comparison.OffList.Unresolved, Tolerance);
        Assert.Equal(comparison.Masked!.Masses.OffList, comparison.OffList.Total, Tolerance);
        Assert.Equal(0, comparison.OffList.Likeliest);
        Assert.Equal(p[0], comparison.OffList.LikeliestMass, Tolerance);
    }

    [Fact]
    public void Where_the_original_winner_is_no_taxon_all_off_list_mass_lies_elsewhere()
    {
        var comparison = Compare([1, 1, 3, 2, 1, 9, 1, 2, 3, 1], listed: [121]);

        Assert.Equal((0, 0), (comparison.OffList.SameGenus, comparison.OffList.SameFamily));
        Assert.Equal(comparison.Masked!.Masses.OffList, comparison.OffList.Elsewhere + comparison.OffList.Unresolved, Tolerance);
        Assert.True(comparison.OffList.Unresolved > 0);
    }

    [Fact]
    public void A_list_of_everything_leaves_nothing_off_it()
    {
        var comparison = Compare(KeptSet.Everything(Map.Count), [5, 4, 3, 2, 1, 0, 1, 2, 3, 1]);

        Assert.Equal(new OffListMass(0, 0, 0, 0, null, 0), comparison.OffList);
        Assert.All(comparison.Classes, each => Assert.Equal(each.OriginalRank, each.MaskedRank));
    }

    [Fact]
    public void The_best_before_and_after_are_aligned_by_class_and_what_came_up_has_its_original_rank()
    {
        var comparison = Compare([9, 8, 3, 7, 6, 0, 5, 4, 1, 2], listed: [121, 301], top: 3);

        Assert.Equal(
            [(0, 1, null), (1, 2, null), (3, 3, null), (2, 7, 1), (8, 9, 2), (5, 10, 3)],
            comparison.Classes.Select(each => (each.Index, each.OriginalRank, each.MaskedRank)));
    }

    [Fact]
    public void Equal_logits_rank_by_their_index()
    {
        var comparison = Compare([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], listed: [301], top: 1);

        Assert.Equal([(0, 1, (int?)null), (5, 6, 1)], comparison.Classes.Select(each => (each.Index, each.OriginalRank, each.MaskedRank)));
    }

    [Fact]
    public void Where_every_kept_class_is_ruled_out_the_original_is_still_there_to_see()
    {
        const float never = float.NegativeInfinity;
        float[] logits = [9, 8, never, 7, 6, never, 5, 4, 1, 2];

        var kept = KeptSet.From(Map, new HashSet<long> { 121 });
        var fault = PredictionComparison.TryCompute(logits, kept, KeptSet.Everything(Map.Count), Kin, 3, out var comparison);

        Assert.Equal(LogitsFault.NothingKeptFinite, fault);
        Assert.Null(comparison!.Masked);
        Assert.Equal([0, 1, 3], comparison.Classes.Select(each => each.Index));
        Assert.All(comparison.Classes, each => Assert.Null(each.MaskedRank));
        Assert.Equal(1, comparison.OffList.Total, Tolerance);
    }

    [Theory]
    [InlineData(new float[0], LogitsFault.NoLogits)]
    [InlineData(new[] { 1f, 2f }, LogitsFault.WrongLength)]
    [InlineData(new[] { 1f, 2f, float.NaN, 1, 1, 1, 1, 1, 1, 1 }, LogitsFault.NotANumber)]
    public void What_has_no_prediction_has_nothing_to_compare(float[] logits, LogitsFault expected)
    {
        var kept = KeptSet.From(Map, new HashSet<long> { 121 });

        Assert.Equal(expected, PredictionComparison.TryCompute(logits, kept, KeptSet.Everything(Map.Count), Kin, 3, out var comparison));
        Assert.Null(comparison);
    }

    [Fact]
    public void Every_class_of_the_best_has_the_rank_that_sorting_gives_it() => MaskedRow.Any.Sample(row =>
    {
        var unrelated = ClassKinship.Of(new([.. row.Logits.Select((_, index) => new ClassLabel(index, "?", ClassMeaning.Unresolved, null))]), Tree);
        Assert.Equal(LogitsFault.None, PredictionComparison.TryCompute(row.Logits, row.Kept, KeptSet.Everything(row.Count), unrelated, 5, out var comparison));
        var reference = new ReferenceMasking(row.Logits, row.Kept);
        var ranks = Enumerable.Range(0, row.Count).OrderByDescending(index => row.Logits[index]).ThenBy(index => index).ToList();
        var best = ranks.Take(5).Where(index => float.IsFinite(row.Logits[index])).Union(reference.Ranked.Take(5)).OrderBy(ranks.IndexOf).ToList();

        Assert.Equal(best, comparison!.Classes.Select(each => each.Index));
        Assert.All(comparison.Classes, each =>
        {
            Assert.Equal(ranks.IndexOf(each.Index) + 1, each.OriginalRank);
            Assert.Equal(reference.Ranked.ToList().IndexOf(each.Index) is var place and >= 0 and < 5 ? place + 1 : null, each.MaskedRank);
            Assert.Equal(reference.Unmasked[each.Index], each.Original, Tolerance);
            Assert.True(each.MaskedRank is null || each.MaskedRank <= each.OriginalRank);
        });
        Assert.Equal(reference.Masses.OffList, comparison.OffList.Total, Tolerance);
        Assert.Equal(reference.LargestExcluded, comparison.OffList.LikeliestMass, Tolerance);
    });

    [Fact]
    public void Classes_that_are_asked_for_besides_are_compared_as_if_they_were_among_the_best() => MaskedRow.Any.Sample(row =>
    {
        var unrelated = ClassKinship.Of(new([.. row.Logits.Select((_, index) => new ClassLabel(index, "?", ClassMeaning.Unresolved, null))]), Tree);
        var everything = KeptSet.Everything(row.Count);
        PredictionComparison.TryCompute(row.Logits, row.Kept, everything, unrelated, row.Count, out var all);
        int[] also = [.. all!.Classes.Select(each => each.Index).Where(index => index % 2 == 0)];

        PredictionComparison.TryCompute(row.Logits, row.Kept, everything, unrelated, 1, also, out var some);

        Assert.Equal(some!.Classes.Select(each => each.Index).Distinct().Count(), some.Classes.Length);
        Assert.Superset(also.ToHashSet(), some.Classes.Select(each => each.Index).ToHashSet());
        Assert.Equal(some.Classes.Select(each => each.OriginalRank).Order(), some.Classes.Select(each => each.OriginalRank));
        Assert.All(some.Classes, each =>
        {
            var expected = all.Classes.Single(other => other.Index == each.Index);
            Assert.Equal(expected with { Original = each.Original, Reweighted = each.Reweighted }, each);
            Assert.Equal(expected.Original, each.Original, Tolerance);
            Assert.Equal(expected.Reweighted ?? -1, each.Reweighted ?? -1, Tolerance);
        });
    });

    private static PredictionComparison Compare(float[] logits, long[] listed, int top = 10) =>
        Compare(KeptSet.From(Map, listed.ToHashSet()), logits, top);

    private static PredictionComparison Compare(KeptSet kept, float[] logits, int top = 10)
    {
        Assert.Equal(LogitsFault.None, PredictionComparison.TryCompute(logits, kept, KeptSet.Everything(Map.Count), Kin, top, out var comparison));
        return comparison!;
    }

    private static double[] Softmax(float[] logits)
    {
        var scores = new double[logits.Length];
        MaskedPrediction.Scores(logits, KeptSet.Everything(logits.Length), ScoreMode.Absolute, scores);
        return scores;
    }
}

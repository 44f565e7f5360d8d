using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>What holds of every roll-up, on trees as they are published and rows that some mask kept.</summary>
public sealed class RollUpProperties
{
    private const double Close = 1e-12;

    [Fact]
    public void Every_answer_is_that_of_the_reference_that_walks_the_tree() => RollUps.Any.Sample(each =>
    {
        var scores = each.Row.Scores(each.With.Distribution);
        var winner = each.Row.Predict().Winner;
        var expected = new ReferenceRollUp(each.Map, each.Tree, each.With).Of(scores, winner);

        Assert.Equal(LogitsFault.None, new RollUp(each.Ancestry, each.With).TryCompute(each.Row.Logits, each.Row.Kept, out var actual));

        Assert.Equal(expected?.Rank, actual!.Taxon?.Rank);
        Assert.Equal(expected?.Taxon, actual.Taxon?.TaxonId);
        Assert.Equal(expected?.Score ?? 0, actual.Taxon?.Score ?? 0, Close);
        foreach (var (taxon, score) in actual.Taxon?.Top ?? [])
            Assert.Equal(expected!.Value.Sums[taxon], score, Close);
    });

    [Fact]
    public void Every_answer_is_consistent_in_itself() => RollUps.Any.Sample(each =>
    {
        new RollUp(each.Ancestry, each.With).TryCompute(each.Row.Logits, each.Row.Kept, out var prediction);
        var tried = prediction!.Steps;

        Assert.Equal(each.With.Thresholds.Take(tried.Length), tried.Select(step => step.Threshold));
        Assert.All(tried[..^1], step => Assert.False(step.IsReached));
        Assert.Equal(tried[^1].IsReached, prediction.Taxon is not null);
        if (prediction.Taxon is not { } answer)
        {
            Assert.Equal(each.With.Thresholds.Count, tried.Length);
            return;
        }

        Assert.Equal(new TaxonScore(answer.TaxonId, answer.Score), tried[^1].Best);
        Assert.Equal(answer.Rank, each.Tree[answer.TaxonId].Rank);
        Assert.Equal(answer.TaxonId, each.Tree.AcceptedOf(answer.TaxonId));
        Assert.InRange(answer.Top.Length, 1, RollUp.TopCount);
        Assert.Contains(new(answer.TaxonId, answer.Score), answer.Top);
        Assert.Equal(answer.Top.OrderByDescending(taxon => taxon.Score).Select(taxon => taxon.Score), answer.Top.Select(taxon => taxon.Score));
        Assert.True(answer.Top.Sum(taxon => taxon.Score) <= 1 + Close);
        if (each.With.Competition is RollUpCompetition.Lineage)
            Assert.True(each.Tree.IsWithin(each.Map[each.Row.Predict().Winner].TaxonId!.Value, answer.TaxonId));
    });

    [Fact]
    public void What_a_class_is_within_adds_up_as_the_answer_and_its_best_taxa_do() => RollUps.Any.Sample(each =>
    {
        var rollUp = new RollUp(each.Ancestry, each.With);
        int[] all = [.. Enumerable.Range(0, each.Map.Count)];
        rollUp.TryCompute(each.Row.Logits, each.Row.Kept, out var prediction);
        var rank = prediction!.Taxon?.Rank ?? Rank.Genus;

        var scores = rollUp.ScoresOf(each.Row.Logits, each.Row.Kept, rank, all);

        Assert.Equal(all.Select(index => each.Ancestry.TaxonOf(index, rank)), scores.Select(score => score?.TaxonId));
        var sums = scores.OfType<TaxonScore>().Distinct().ToDictionary(score => score.TaxonId, score => score.Score);
        Assert.All(prediction.Taxon?.Top ?? [], taxon => Assert.Equal(taxon.Score, sums[taxon.TaxonId]));
    });

    [Fact]
    public void Among_all_taxa_an_answer_is_never_coarser_than_within_the_lineage() => RollUps.Any.Sample(each =>
    {
        new RollUp(each.Ancestry, each.With with { Competition = RollUpCompetition.Lineage }).TryCompute(each.Row.Logits, each.Row.Kept, out var lineage);
        new RollUp(each.Ancestry, each.With with { Competition = RollUpCompetition.All }).TryCompute(each.Row.Logits, each.Row.Kept, out var all);

        Assert.True(lineage!.Taxon is null || all!.Taxon!.Rank >= lineage.Taxon.Rank);
    });

    [Fact]
    public void The_order_in_which_taxa_are_given_changes_nothing() =>
        (from each in RollUps.Any from order in Gen.Shuffle(each.Taxa) select (each, order)).Sample(pair =>
        {
            var (each, order) = pair;
            new RollUp(each.Ancestry, each.With).TryCompute(each.Row.Logits, each.Row.Kept, out var expected);
            new RollUp(ClassAncestry.Of(each.Map, new(order)), each.With).TryCompute(each.Row.Logits, each.Row.Kept, out var actual);

            Assert.Equal(expected!.Steps, actual!.Steps);
        });

    [Fact]
    public void The_taxon_of_a_class_at_a_rank_is_the_nearest_on_the_way_to_its_root() => RollUps.Any.Sample(each =>
    {
        var ancestry = each.Ancestry;
        foreach (var label in each.Map)
        {
            foreach (var rank in Enum.GetValues<Rank>().Where(rank => rank is not Rank.Unknown))
            {
                var expected = label.TaxonId is { } taxon && each.Tree.Contains(taxon) ? each.Tree.AncestorAt(taxon, rank) : null;
                Assert.Equal(expected, ancestry.TaxonOf(label.Index, rank));
            }
        }
    });
}

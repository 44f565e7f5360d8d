using Antenna.Core.Predictions;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>What holds of every row and every mask.</summary>
public sealed class MaskedPredictionProperties
{
    // The rule asks for 1e-9; float64 leaves more room than that, and a kernel that used it up would be wrong somewhere.
    private const double Tolerance = 1e-12;

    [Fact]
    public void Every_figure_agrees_with_the_float64_reference() => MaskedRow.Any.Sample(row =>
    {
        var expected = new ReferenceMasking(row.Logits, row.Kept);
        var actual = row.Predict(top: 7);
        var top = expected.Ranked.Take(7).ToList();

        Assert.Equal(top, actual.Top.Select(each => each.Index));
        Assert.Equal(top[0], actual.Winner);
        Assert.Equal(expected.SourceWinner, actual.SourceWinner);
        Assert.Equal(expected.Unmasked[expected.SourceWinner], actual.SourceScore, Tolerance);
        Assert.Equal(expected.Absolute[top[0]], actual.Absolute, Tolerance);
        Assert.Equal(expected.Reweighted[top[0]], actual.Reweighted, Tolerance);
        Assert.Equal(expected.Masses.Listed, actual.Masses.Listed, Tolerance);
        Assert.Equal(expected.Masses.Nothing, actual.Masses.Nothing, Tolerance);
        Assert.Equal(expected.Masses.OffList, actual.Masses.OffList, Tolerance);
        Assert.Equal(expected.LargestExcluded, actual.LargestExcluded, Tolerance);
        Assert.All(actual.Top, each =>
        {
            Assert.Equal(expected.Absolute[each.Index], each.Absolute, Tolerance);
            Assert.Equal(expected.Reweighted[each.Index], each.Reweighted, Tolerance);
        });
        AssertEqual(expected.Reweighted, row.Scores(ScoreMode.Reweighted));
        AssertEqual(expected.Absolute, row.Scores(ScoreMode.Absolute));
    });

    [Fact]
    public void Reweighted_scores_sum_to_1() => MaskedRow.Any.Sample(row =>
        Assert.Equal(1, row.Scores(ScoreMode.Reweighted).Sum(), Tolerance));

    [Fact]
    public void Masses_sum_to_1() => MaskedRow.Any.Sample(row =>
    {
        var masses = row.Predict().Masses;
        Assert.Equal(1, masses.Kept + masses.OffList, Tolerance);
    });

    [Fact]
    public void A_full_list_changes_nothing() => MaskedRow.Any.Sample(row =>
    {
        var full = KeptSet.Everything(row.Count);
        var prediction = row.Predict(full);

        Assert.Equal(prediction.SourceWinner, prediction.Winner);
        Assert.Equal(prediction.SourceScore, prediction.Absolute);
        Assert.Equal(prediction.SourceScore, prediction.Reweighted);
        Assert.Equal(0, prediction.LargestExcluded);
        Assert.Equal(0, prediction.Masses.OffList);
        Assert.Equal(row.Scores(full, ScoreMode.Absolute), row.Scores(full, ScoreMode.Reweighted));
    });

    [Fact]
    public void An_excluded_class_scores_exactly_0_and_never_wins() => MaskedRow.Any.Sample(row =>
    {
        var excluded = Enumerable.Range(0, row.Count).Where(index => row.Groups[index] is Group.OffList).ToHashSet();
        var (reweighted, absolute) = (row.Scores(ScoreMode.Reweighted), row.Scores(ScoreMode.Absolute));

        Assert.All(excluded, index => Assert.Equal((0d, 0d), (reweighted[index], absolute[index])));
        Assert.DoesNotContain(row.Predict(row.Count).Top, each => excluded.Contains(each.Index));
    });

    [Fact]
    public void The_absolute_score_of_a_kept_class_is_what_it_was_before_masking() => MaskedRow.Any.Sample(row =>
    {
        var before = row.Scores(KeptSet.Everything(row.Count), ScoreMode.Absolute);
        var after = row.Scores(ScoreMode.Absolute);
        for (var index = 0; index < row.Count; index++)
            if (row.Groups[index] is not Group.OffList)
                Assert.Equal(before[index], after[index], Tolerance);
    });

    [Fact]
    public void The_winner_is_the_same_in_both_modes() => MaskedRow.Any.Sample(row =>
    {
        var winner = row.Predict().Winner;
        foreach (var mode in Enum.GetValues<ScoreMode>())
        {
            var scores = row.Scores(mode);
            Assert.Equal(scores.Max(), scores[winner], Tolerance);
        }
    });

    [Fact]
    public void The_order_of_the_kept_classes_never_changes() => MaskedRow.Any.Sample(row =>
    {
        var before = row.Predict(KeptSet.Everything(row.Count), row.Count).Top;
        var after = row.Predict(row.Count).Top;

        Assert.Equal(
            before.Select(each => each.Index).Where(index => row.Groups[index] is not Group.OffList),
            after.Select(each => each.Index));
        Assert.All(after.Zip(after.Skip(1)), pair =>
        {
            Assert.True(pair.First.Reweighted >= pair.Second.Reweighted - Tolerance);
            Assert.True(pair.First.Absolute >= pair.Second.Absolute - Tolerance);
        });
    });

    [Fact]
    public void Equal_logits_have_equal_scores() => MaskedRow.Any.Sample(row =>
    {
        foreach (var mode in Enum.GetValues<ScoreMode>())
        {
            var scores = row.Scores(mode);
            var tied = Enumerable.Range(0, row.Count).Where(row.Kept.IsKept).GroupBy(index => row.Logits[index]);
            Assert.All(tied, equals => Assert.Single(equals.Select(index => scores[index]).Distinct()));
            Assert.All(row.Predict(row.Count).Top, each => Assert.Equal(scores[each.Index], each.Score(mode)));
        }
    });

    [Fact]
    public void Asking_for_more_of_the_best_classes_only_adds_to_them() => MaskedRow.Any.Sample(row =>
    {
        var all = row.Predict(row.Count).Top;
        for (var top = 0; top <= 12; top++)
            Assert.Equal(all.Take(top), row.Predict(top).Top);
    });

    [Fact]
    public void Permuting_the_classes_permutes_the_answer() =>
        (from row in MaskedRow.Any from order in Gen.Shuffle(Enumerable.Range(0, row.Count).ToArray()) select (row, order))
        .Sample(each =>
        {
            var (row, order) = each;
            var moved = new MaskedRow([.. order.Select(from => row.Logits[from])], [.. order.Select(from => row.Groups[from])]);
            var (before, after) = (row.Predict(), moved.Predict());

            // Among equal logits the lowest index wins, and a permutation may bring another one of them to the front.
            Assert.Equal(row.Logits[before.Winner], moved.Logits[after.Winner]);
            Assert.Equal(before.Masses.Listed, after.Masses.Listed, Tolerance);
            Assert.Equal(before.Masses.Nothing, after.Masses.Nothing, Tolerance);
            foreach (var mode in Enum.GetValues<ScoreMode>())
            {
                var scores = row.Scores(mode);
                AssertEqual([.. order.Select(from => scores[from])], moved.Scores(mode));
            }
        });

    [Fact]
    public void Masking_twice_equals_masking_once() => MaskedRow.Any.Sample(row =>
    {
        var masked = row with
        {
            Logits = [.. row.Logits.Select((logit, index) => row.Kept.IsKept(index) ? logit : float.NegativeInfinity)],
        };
        var (once, twice) = (row.Predict(), masked.Predict());

        Assert.Equal(once.Winner, twice.Winner);
        Assert.Equal(once.Reweighted, twice.Reweighted, Tolerance);
        AssertEqual(row.Scores(ScoreMode.Reweighted), masked.Scores(ScoreMode.Reweighted));
        AssertEqual(row.Scores(ScoreMode.Reweighted), masked.Scores(ScoreMode.Absolute));
    });

    [Fact]
    public void A_wider_list_never_keeps_less_and_never_gives_a_worse_winner() =>
        Gen.Select(MaskedRow.Any, Gen.Bool.Array[200]).Sample((row, alsoListed) =>
        {
            var wider = MaskedRow.KeptSetOf(
                [.. row.Groups.Select((group, index) => group is Group.OffList && alsoListed[index] ? Group.Listed : group)]);
            var (narrow, wide) = (row.Predict(), row.Predict(wider));

            Assert.True(wide.Masses.Kept >= narrow.Masses.Kept - Tolerance);
            Assert.True(row.Logits[wide.Winner] >= row.Logits[narrow.Winner]);
            Assert.Equal(narrow.SourceWinner, wide.SourceWinner);
            Assert.Equal(narrow.SourceScore, wide.SourceScore, Tolerance);
        });

    [Fact]
    public void One_NaN_or_infinity_anywhere_is_found() =>
        Gen.Select(MaskedRow.Any, Gen.Int[0, 199], Gen.OneOf(Gen.Const(float.NaN), Gen.Const(float.PositiveInfinity))).Sample((row, at, fault) =>
        {
            row.Logits[at % row.Count] = fault;

            Assert.Equal(
                float.IsNaN(fault) ? LogitsFault.NotANumber : LogitsFault.PositiveInfinity,
                MaskedPrediction.TryCompute(row.Logits, row.Kept, 3, out var prediction));
            Assert.Null(prediction);
        });

    private static void AssertEqual(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
            Assert.Equal(expected[index], actual[index], Tolerance);
    }
}

using Antenna.Core.Predictions;
using Xunit;
using static Antenna.Core.Tests.Predictions.Group;

namespace Antenna.Core.Tests.Predictions;

public sealed class MaskedPredictionTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void The_winner_is_the_kept_class_of_the_highest_logit()
    {
        var prediction = Predict([2, 1, 5], Listed, Listed, OffList);

        Assert.Equal(0, prediction.Winner);
        Assert.Equal(2, prediction.SourceWinner);
        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + Math.Exp(1)), prediction.Reweighted, Tolerance);
        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + Math.Exp(1) + Math.Exp(5)), prediction.Absolute, Tolerance);
        Assert.Equal(prediction.SourceScore, prediction.LargestExcluded);
    }

    [Fact]
    public void A_class_that_is_not_a_taxon_may_win()
    {
        var prediction = Predict([2, 4, 5], Listed, Nothing, OffList);

        Assert.Equal(1, prediction.Winner);
        Assert.True(prediction.Masses.Nothing > prediction.Masses.Listed);
    }

    [Fact]
    public void Ties_go_to_the_lowest_index()
    {
        var prediction = Predict([3, 1, 7, 7, 3, 3], Listed, Listed, OffList, OffList, Listed, Nothing);

        Assert.Equal(2, prediction.SourceWinner);
        Assert.Equal(0, prediction.Winner);
        Assert.Equal([0, 4, 5, 1], prediction.Top.Select(each => each.Index));
    }

    [Fact]
    public void A_tie_between_a_kept_and_an_excluded_class_is_the_source_s_by_the_lowest_index()
    {
        Assert.Equal(0, Predict([3, 3], Listed, OffList).SourceWinner);
        Assert.Equal(0, Predict([3, 3], OffList, Listed).SourceWinner);
    }

    [Fact]
    public void Zeros_of_either_sign_are_a_tie() =>
        Assert.Equal(0, Predict([-0f, 0f], Listed, Listed).Winner);

    [Fact]
    public void Kept_classes_800_below_the_maximum_still_share_a_probability_of_1()
    {
        var prediction = Predict([-400, -401, 400], Listed, Listed, OffList);

        Assert.Equal(0, prediction.Winner);
        Assert.Equal(1 / (1 + Math.Exp(-1)), prediction.Reweighted, Tolerance);
        Assert.Equal(0, prediction.Absolute, Tolerance);
        Assert.Equal(new Masses(0, 0, 1), prediction.Masses);
    }

    [Fact]
    public void Excluded_classes_800_below_the_maximum_take_nothing()
    {
        var prediction = Predict([400, -400, -401], Listed, OffList, OffList);

        Assert.Equal(1, prediction.Reweighted);
        Assert.Equal(1, prediction.Absolute);
        Assert.Equal(0, prediction.LargestExcluded, Tolerance);
    }

    [Theory]
    [InlineData(float.MaxValue, float.MinValue, 1)]
    [InlineData(float.MinValue, float.MaxValue, 0)]
    [InlineData(1e30f, 1e30f, 0.5)]
    [InlineData(-1e30f, -1e30f, 0.5)]
    [InlineData(float.Epsilon, -float.Epsilon, 0.5)]
    public void Any_finite_logits_have_a_prediction(float kept, float excluded, double absolute)
    {
        var prediction = Predict([kept, excluded], Listed, OffList);

        Assert.Equal(1, prediction.Reweighted);
        Assert.Equal(1, prediction.Masses.Kept + prediction.Masses.OffList, Tolerance);
        Assert.Equal(absolute, prediction.Absolute, Tolerance);
    }

    [Fact]
    public void Minus_infinity_is_a_probability_of_0()
    {
        var row = new MaskedRow([1, float.NegativeInfinity, 2, float.NegativeInfinity], [Listed, Listed, Nothing, OffList]);
        var prediction = row.Predict();

        Assert.Equal([2, 0], prediction.Top.Select(each => each.Index));
        Assert.Equal(0, row.Scores(ScoreMode.Reweighted)[1]);
        Assert.Equal(0, row.Scores(ScoreMode.Absolute)[1]);
        Assert.Equal(0, prediction.LargestExcluded);
        Assert.Equal(0, prediction.Masses.OffList);
    }

    [Fact]
    public void One_kept_class_gets_all_of_the_reweighted_probability()
    {
        var prediction = Predict([2, 3, 4], Listed, OffList, OffList);

        Assert.Equal(1, prediction.Reweighted);
        Assert.Equal([new ClassScore(0, prediction.Absolute, 1)], prediction.Top);
    }

    [Fact]
    public void A_set_that_keeps_no_class_is_an_error_of_the_caller()
    {
        var none = MaskedRow.KeptSetOf(OffList, OffList);

        Assert.Throws<ArgumentException>("kept", () => MaskedPrediction.TryCompute([1, 2], none, 10, out _));
        Assert.Throws<ArgumentException>("kept", () => MaskedPrediction.Scores([1, 2], none, ScoreMode.Absolute, new double[2]));
    }

    [Theory]
    [InlineData(LogitsFault.NoLogits)]
    [InlineData(LogitsFault.WrongLength, 1f)]
    [InlineData(LogitsFault.WrongLength, 1f, 2f, 3f, 4f)]
    [InlineData(LogitsFault.NotANumber, 1f, float.NaN, 3f)]
    [InlineData(LogitsFault.NotANumber, float.PositiveInfinity, float.NaN, float.PositiveInfinity)]
    [InlineData(LogitsFault.PositiveInfinity, 1f, 2f, float.PositiveInfinity)]
    [InlineData(LogitsFault.NothingFinite, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(LogitsFault.NothingKeptFinite, float.NegativeInfinity, float.NegativeInfinity, 3f)]
    public void A_row_without_a_distribution_gives_the_reason(LogitsFault fault, params float[] logits)
    {
        var kept = MaskedRow.KeptSetOf(Listed, Nothing, OffList);

        Assert.Equal(fault, MaskedPrediction.TryCompute(logits, kept, 10, out var prediction));
        Assert.Null(prediction);
        var error = Assert.Throws<ArgumentException>(
            nameof(logits), () => MaskedPrediction.Scores(logits, kept, ScoreMode.Reweighted, new double[3]));
        Assert.Contains(fault.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_fit_their_destination_exactly() =>
        Assert.Throws<ArgumentException>(
            "destination", () => MaskedPrediction.Scores([1, 2], KeptSet.Everything(2), ScoreMode.Absolute, new double[3]));

    [Fact]
    public void Scores_are_right_to_the_twelfth_digit_down_to_the_smallest()
    {
        var row = new MaskedRow(
            [.. Enumerable.Range(0, 7000).Select(index => index * -0.1f)], [.. Enumerable.Repeat(Listed, 7000)]);
        var expected = new ReferenceMasking(row.Logits, row.Kept).Absolute;

        Assert.All(
            row.Scores(ScoreMode.Absolute).Zip(expected),
            score => Assert.Equal(1, score.First / score.Second, 2e-13));
    }

    [Fact]
    public void The_score_is_that_of_the_chosen_mode()
    {
        var prediction = Predict([2, 1, 5], Listed, Listed, OffList);

        Assert.Equal(prediction.Reweighted, prediction.Score(ScoreMode.Reweighted));
        Assert.Equal(prediction.Absolute, prediction.Score(ScoreMode.Absolute));
        Assert.NotEqual(prediction.Reweighted, prediction.Absolute, Tolerance);
    }

    [Fact]
    public void A_row_allocates_its_answer_and_nothing_that_grows_with_the_classes()
    {
        var (logits, kept) = (new float[29_176], KeptSet.Everything(29_176));
        MaskedPrediction.TryCompute(logits, kept, 10, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        MaskedPrediction.TryCompute(logits, kept, 10, out _);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Thousands_of_classes_in_the_worst_order_agree_with_the_reference(int direction)
    {
        const int classes = 29_176;
        var row = new MaskedRow(
            [.. Enumerable.Range(0, classes).Select(index => direction * index * 1e-3f)],
            [.. Enumerable.Range(0, classes).Select(index => index % 1000 == 7 ? Nothing : index % 3 == 0 ? Listed : OffList)]);
        var expected = new ReferenceMasking(row.Logits, row.Kept);
        var actual = row.Predict(top: 100);

        Assert.Equal(expected.Ranked.Take(100), actual.Top.Select(each => each.Index));
        Assert.Equal(expected.SourceWinner, actual.SourceWinner);
        Assert.Equal(expected.Masses.Listed, actual.Masses.Listed, Tolerance);
        Assert.Equal(expected.Masses.Nothing, actual.Masses.Nothing, Tolerance);
        Assert.Equal(expected.Reweighted[actual.Winner], actual.Reweighted, Tolerance);
    }

    private static MaskedPrediction Predict(float[] logits, params Group[] groups) => new MaskedRow(logits, groups).Predict();
}

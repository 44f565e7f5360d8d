using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Testing;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>Parity with what another open system's own tests expect of class masking.</summary>
public sealed class GoldenMaskingCases
{
    private const double Tolerance = 1e-12;

    [Fact]
    public async Task Every_case_has_the_expected_winner_scores_and_effect()
    {
        await using var file = File.OpenRead(SharedData.File("cases", "antenna_class_masking.json"));
        using var document = await JsonDocument.ParseAsync(file, default, TestContext.Current.CancellationToken);
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToList();

        Assert.Equal(10, cases.Count);
        Assert.All(cases, Check);
    }

    private static void Check(JsonElement golden)
    {
        var inputs = golden.GetProperty("inputs");
        var expected = golden.GetProperty("expected");
        var logits = inputs.GetProperty("logits").EnumerateArray().Select(logit => logit.GetSingle()).ToArray();
        var listed = inputs.GetProperty("kept_indices").EnumerateArray().Select(index => index.GetInt32()).ToHashSet();
        var mode = inputs.GetProperty("reweight").GetBoolean() ? ScoreMode.Reweighted : ScoreMode.Absolute;
        var row = new MaskedRow(
            logits, [.. Enumerable.Range(0, logits.Length).Select(index => listed.Contains(index) ? Group.Listed : Group.OffList)]);

        if (expected.TryGetProperty("raises", out _))
        {
            Assert.Throws<ArgumentException>(() => MaskedPrediction.TryCompute(logits, row.Kept, 10, out _));
            return;
        }

        var prediction = row.Predict();
        var due = MaskEffect.Due(prediction, MaskOptions.Default with { Mode = mode });
        var scores = expected.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()).ToList();
        Assert.Equal(expected.GetProperty("top_index").GetInt32(), prediction.Winner);
        Assert.Equal(expected.GetProperty("changed").GetBoolean() ? LineageRow.Masked : LineageRow.Source, due);
        Assert.Equal(scores.Count, row.Count);
        Assert.All(scores.Zip(row.Scores(mode)), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}

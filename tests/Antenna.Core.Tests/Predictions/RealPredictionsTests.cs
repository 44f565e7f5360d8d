using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Testing;
using Antenna.Testing.RealData;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>Real classifiers' logits against right answers that were computed independently, in float64.</summary>
public sealed class RealPredictionsTests
{
    [Theory]
    [InlineData("trap-nights", 265)]
    [InlineData("butterflies", 832)]
    public async Task Every_row_masked_to_the_Vermont_insects_agrees_with_the_reference(string dataSet, int rows)
    {
        var token = TestContext.Current.CancellationToken;
        await using var results = File.OpenRead(SharedData.File(dataSet, "pipeline-results.json"));
        using var document = await JsonDocument.ParseAsync(results, default, token);
        var expected = await ReferenceRow.ReadAsync(dataSet, token);
        var kept = await KeptVermontInsectsAsync(token);
        var classifications = document.RootElement.GetProperty("detections").EnumerateArray()
            .Select(detection => detection.GetProperty("classifications").EnumerateArray().Single()).ToList();
        var labels = document.RootElement.GetProperty("algorithms").EnumerateObject()
            .Select(algorithm => algorithm.Value).Single(algorithm => algorithm.TryGetProperty("category_map", out _))
            .GetProperty("category_map").GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToList();

        Assert.Equal(rows, classifications.Count);
        Assert.Equal(rows, expected.Count);
        Assert.All(expected.Zip(classifications), row => Check(row.First, row.Second, labels, kept));
    }

    private static void Check(ReferenceRow expected, JsonElement classification, List<string> labels, KeptSet kept)
    {
        var logits = classification.GetProperty("logits").EnumerateArray().Select(logit => logit.GetSingle()).ToArray();
        var fault = MaskedPrediction.TryCompute(logits, kept, 10, out var actual);

        Assert.Equal(LogitsFault.None, fault);
        Assert.NotNull(actual);
        Assert.Equal(expected.SourceWinner, labels[actual.SourceWinner]);
        Assert.Equal(expected.SourceScore, actual.SourceScore, ReferenceRow.Tolerance);
        Assert.Equal(expected.Winner, labels[actual.Winner]);
        Assert.Equal(expected.Reweighted, actual.Reweighted, ReferenceRow.Tolerance);
        Assert.Equal(expected.Absolute, actual.Absolute, ReferenceRow.Tolerance);
        Assert.Equal(expected.Kept, actual.Masses.Kept, ReferenceRow.Tolerance);
        Assert.Equal(expected.Listed, actual.Masses.Listed, ReferenceRow.Tolerance);
        Assert.Equal(expected.Nothing, actual.Masses.Nothing, ReferenceRow.Tolerance);
        Assert.Equal(expected.NoEffect, MaskEffect.Due(actual, MaskOptions.Default) is LineageRow.Source);
    }

    private static async Task<KeptSet> KeptVermontInsectsAsync(CancellationToken token)
    {
        var reference = await ReferenceKeptSet.ReadAsync(token);
        var kept = MaskedRow.KeptSetOf([.. Enumerable.Range(0, 1022).Select(index =>
            reference.Listed.Contains(index) ? Group.Listed : reference.NotATaxon.Contains(index) ? Group.Nothing : Group.OffList)]);
        Assert.Equal((549, 1), (kept.ListedCount, kept.NotATaxonCount));
        return kept;
    }
}

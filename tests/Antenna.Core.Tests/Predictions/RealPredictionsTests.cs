using System.Globalization;
using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Testing;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>Real classifiers' logits against right answers that were computed independently, in float64.</summary>
public sealed class RealPredictionsTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData("trap-nights", 265)]
    [InlineData("butterflies", 832)]
    public async Task Every_row_masked_to_the_Vermont_insects_agrees_with_the_reference(string dataSet, int rows)
    {
        var token = TestContext.Current.CancellationToken;
        await using var results = File.OpenRead(SharedData.File(dataSet, "pipeline-results.json"));
        using var document = await JsonDocument.ParseAsync(results, default, token);
        var expected = await File.ReadAllLinesAsync(SharedData.File("reference", $"{dataSet}__vermont-insects.csv"), token);
        var kept = await KeptVermontInsectsAsync(token);
        var classifications = document.RootElement.GetProperty("detections").EnumerateArray()
            .Select(detection => detection.GetProperty("classifications").EnumerateArray().Single()).ToList();
        var labels = document.RootElement.GetProperty("algorithms").EnumerateObject()
            .Select(algorithm => algorithm.Value).Single(algorithm => algorithm.TryGetProperty("category_map", out _))
            .GetProperty("category_map").GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToList();

        Assert.Equal(rows, classifications.Count);
        Assert.Equal(rows, expected.Length - 1);
        Assert.All(expected.Skip(1).Zip(classifications), row => Check(new(row.First), row.Second, labels, kept));
    }

    private static void Check(ReferenceRow expected, JsonElement classification, List<string> labels, KeptSet kept)
    {
        var logits = classification.GetProperty("logits").EnumerateArray().Select(logit => logit.GetSingle()).ToArray();
        var fault = MaskedPrediction.TryCompute(logits, kept, 10, out var actual);

        Assert.Equal(LogitsFault.None, fault);
        Assert.NotNull(actual);
        Assert.Equal(expected.SourceWinner, labels[actual.SourceWinner]);
        Assert.Equal(expected.SourceScore, actual.SourceScore, Tolerance);
        Assert.Equal(expected.Winner, labels[actual.Winner]);
        Assert.Equal(expected.Reweighted, actual.Reweighted, Tolerance);
        Assert.Equal(expected.Absolute, actual.Absolute, Tolerance);
        Assert.Equal(expected.Kept, actual.Masses.Kept, Tolerance);
        Assert.Equal(expected.Listed, actual.Masses.Listed, Tolerance);
        Assert.Equal(expected.Nothing, actual.Masses.Nothing, Tolerance);
        Assert.Equal(expected.NoEffect, MaskingEffect.Due(actual, MaskingOptions.Default) is LineageRow.Source);
    }

    private static async Task<KeptSet> KeptVermontInsectsAsync(CancellationToken token)
    {
        await using var file = File.OpenRead(SharedData.File("reference", "vermont-insects.kept.json"));
        using var document = await JsonDocument.ParseAsync(file, default, token);
        HashSet<int> Indices(string name) =>
            document.RootElement.GetProperty(name).EnumerateArray().Select(index => index.GetInt32()).ToHashSet();

        var (listed, nothing) = (Indices("kept_taxa"), Indices("not_a_taxon"));
        var kept = MaskedRow.KeptSetOf([.. Enumerable.Range(0, 1022).Select(index =>
            listed.Contains(index) ? Group.Listed : nothing.Contains(index) ? Group.Nothing : Group.OffList)]);
        Assert.Equal((549, 1), (kept.ListedCount, kept.NotATaxonCount));
        return kept;
    }

    /// <summary>One line of a reference file; none of its fields holds a comma.</summary>
    private sealed class ReferenceRow(string line)
    {
        private readonly string[] _fields = line.Split(',');

        public string SourceWinner => _fields[1];
        public double SourceScore => Number(2);
        public string Winner => _fields[3];
        public double Reweighted => Number(4);
        public double Absolute => Number(5);
        public double Kept => Number(6);
        public double Listed => Number(7);
        public double Nothing => Number(8);
        public bool NoEffect => bool.Parse(_fields[9]);

        private double Number(int field) => double.Parse(_fields[field], CultureInfo.InvariantCulture);
    }
}

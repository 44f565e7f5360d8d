using Antenna.Core.Predictions;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskedRowTests(RunBench bench) : IClassFixture<RunBench>
{
    [Theory]
    [InlineData(ScoreMode.Reweighted)]
    [InlineData(ScoreMode.Absolute)]
    public async Task A_masked_row_carries_what_the_masking_function_returns(ScoreMode mode)
    {
        var scenario = await bench.NewScenarioAsync();
        string[] labels = [.. Enumerable.Range(1, 20).Select(number => $"Moth {number}"), Scenario.Background, "?mystery"];
        var classifier = await scenario.AddClassifierAsync("moths", labels);
        var logits = labels.Select((_, index) => (float)Math.Sin(index * index) * 4).ToArray();
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(logits));
        var list = await scenario.AddListAsync();
        var listed = labels[..14].Where((_, index) => index != Array.IndexOf(logits, logits[..20].Max())).ToArray();
        await scenario.AddVersionAsync(list, listed);

        var run = await bench.RunAsync(scenario.Mask(list, classifier).WithMode(mode), scenario.Curator);

        var kept = KeptSet.From(classifier.Map, listed.Select(classifier.TaxonOf).ToHashSet());
        Assert.Equal(LogitsFault.None, MaskedPrediction.TryCompute(logits, kept, top: 10, out var expected));
        var rows = await bench.LineageAsync(animal.Source);
        Assert.Equal([false, true], rows.Select(row => row.Terminal));
        var (source, masked) = (rows[0], rows[1]);
        Assert.Equal(expected!.Winner, masked.ClassIndex);
        Assert.Equal(classifier.Map[expected.Winner].TaxonId, masked.TaxonId);
        Assert.Equal(expected.Score(mode), masked.Score);
        Assert.Equal(expected.Absolute, masked.AbsoluteScore);
        Assert.Equal(expected.Masses, new(masked.ListedMass!.Value, masked.NothingMass!.Value, masked.OffListMass!.Value));
        Assert.Equal(expected.Top.Select(score => score.Index), masked.TopClasses!);
        Assert.Equal(expected.Top.Select(score => score.Score(mode)), masked.TopScores!);
        Assert.Equal(10, masked.TopClasses!.Length);
        Assert.Equal((source.Id, source.DetectionId, source.CreatedAt), (masked.AppliedToId!.Value, masked.DetectionId, masked.CreatedAt));
        Assert.Equal(run.RunId, masked.RunId);
        Assert.Equal(MaskCounts.Of(masked: 1), run.Counters);
    }
}

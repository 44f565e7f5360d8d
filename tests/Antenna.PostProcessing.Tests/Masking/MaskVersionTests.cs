using Antenna.Core.Predictions;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskVersionTests(RunBench bench) : IClassFixture<RunBench>
{
    private static readonly string[] Moths = ["Actias luna", "Hyalophora cecropia", "Samia cynthia"];

    [Fact]
    public async Task Going_back_to_an_older_version_promotes_its_rows_and_writes_none_again()
    {
        var (scenario, classifier, animals) = await NewNightAsync();
        var list = await scenario.AddListAsync();
        await scenario.AddVersionAsync(list, ["Actias luna", "Hyalophora cecropia"]);
        await scenario.AddVersionAsync(list, ["Actias luna", "Samia cynthia"]);

        await bench.RunAsync(scenario.Mask(list, classifier).With(settings => settings with { TaxaListVersion = 1 }), scenario.Curator);
        var first = await TerminalsAsync(animals);
        await bench.RunAsync(scenario.Mask(list, classifier).With(settings => settings with { TaxaListVersion = 2 }), scenario.Curator);
        var second = await TerminalsAsync(animals);
        var again = await bench.RunAsync(scenario.Mask(list, classifier).With(settings => settings with { TaxaListVersion = 1 }), scenario.Curator);

        Assert.NotEqual(first, second);
        Assert.Equal(first, await TerminalsAsync(animals));
        Assert.Equal(MaskCounts.Of(masked: 3), again.Counters);
        await using var context = bench.CreateContext();
        Assert.False(await context.Classifications.AnyAsync(row => row.RunId == again.RunId, TestContext.Current.CancellationToken));
        Assert.Equal(
            [false, false, false],
            await context.LineageEffects.Where(effect => effect.RunId == again.RunId).Select(effect => effect.Written).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(ScoreMode.Reweighted)]
    [InlineData(ScoreMode.Absolute)]
    public async Task Masking_again_to_the_same_changes_nothing(ScoreMode mode)
    {
        var (scenario, classifier, animals) = await NewNightAsync();
        var list = await scenario.AddListOfAsync("Hyalophora cecropia");
        await bench.RunAsync(scenario.Mask(list, classifier).WithMode(mode), scenario.Curator);
        var before = await LineagesAsync(animals);

        var again = await bench.RunAsync(scenario.Mask(list, classifier).WithMode(mode), scenario.Curator);

        Assert.Equal(MaskCounts.Of(unchanged: 3), again.Counters);
        Assert.Equal(0, again.OccurrencesUpdated);
        Assert.Equal(before, await LineagesAsync(animals));
        await using var context = bench.CreateContext();
        Assert.False(await context.LineageEffects.AnyAsync(effect => effect.RunId == again.RunId, TestContext.Current.CancellationToken));
        Assert.False(await context.OccurrenceEffects.AnyAsync(effect => effect.RunId == again.RunId, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Widening_the_list_to_every_class_restores_the_sources()
    {
        var (scenario, classifier, animals) = await NewNightAsync();
        var list = await scenario.AddListOfAsync("Samia cynthia");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);
        await scenario.AddVersionAsync(list, Moths);

        var widened = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(MaskCounts.Of(restored: 3), widened.Counters);
        Assert.Equal(animals.Select(animal => animal.Source), await TerminalsAsync(animals));
        Assert.Equal(2, widened.OccurrencesUpdated); // The third was Samia cynthia all along.
    }

    [Fact]
    public async Task A_list_of_every_class_changes_nothing()
    {
        var (scenario, classifier, animals) = await NewNightAsync();
        var list = await scenario.AddListOfAsync(Moths);

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(MaskCounts.Of(unchanged: 3), run.Counters);
        Assert.Equal(animals.Select(animal => animal.Source), await TerminalsAsync(animals));
    }

    [Fact]
    public async Task Two_versions_that_keep_the_same_classes_are_one_mask()
    {
        var (scenario, classifier, animals) = await NewNightAsync();
        var list = await scenario.AddListOfAsync("Actias luna");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);
        var before = await TerminalsAsync(animals);
        await scenario.AddVersionAsync(list, ["Actias luna", "Saturnia pyri"]); // Which no class is.

        var run = await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        Assert.Equal(MaskCounts.Of(unchanged: 3), run.Counters);
        Assert.Equal(before, await TerminalsAsync(animals));
        Assert.Equal(1, await MasksOfAsync(classifier));
    }

    [Fact]
    public async Task Absolute_and_reweighted_are_two_masks_that_replace_each_other()
    {
        var (scenario, classifier, animals) = await NewNightAsync();
        var list = await scenario.AddListOfAsync("Actias luna");
        await bench.RunAsync(scenario.Mask(list, classifier), scenario.Curator);

        var absolute = await bench.RunAsync(scenario.Mask(list, classifier).WithOptions(options => options with { Mode = ScoreMode.Absolute }), scenario.Curator);

        Assert.Equal(MaskCounts.Of(masked: 3), absolute.Counters);
        Assert.Equal(0, absolute.OccurrencesUpdated); // The winners are the same, only the scores are others.
        Assert.Equal(2, await MasksOfAsync(classifier));
        foreach (var animal in animals)
        {
            var rows = await bench.LineageAsync(animal.Source);
            Assert.Equal([false, false, true], rows.Select(row => row.Terminal));
            Assert.Equal(rows[1].ClassIndex, rows[2].ClassIndex);
            Assert.Equal(rows[2].AbsoluteScore, rows[2].Score);
            Assert.Equal(rows[2].Score, (await bench.OccurrenceAsync(animal.Id)).DeterminationScore);
        }
    }

    [Fact]
    public async Task A_mask_is_named_so_that_a_person_can_tell()
    {
        var (scenario, classifier, _) = await NewNightAsync();
        var list = await scenario.AddListAsync("Vermont insects");
        await scenario.AddVersionAsync(list, ["Actias luna"]);
        await scenario.AddVersionAsync(list, ["Samia cynthia"]);
        await bench.RunAsync(scenario.Mask(list, classifier).WithOptions(options => options with { Mode = ScoreMode.Absolute }), scenario.Curator);

        await using var context = bench.CreateContext();
        var mask = await context.Algorithms.SingleAsync(algorithm => algorithm.SourceAlgorithmId == classifier.Id, TestContext.Current.CancellationToken);
        Assert.Equal("moths masked to Vermont insects v2, absolute", mask.Name);
    }

    /// <summary>Three animals, each another moth if the classifier alone decides.</summary>
    private async Task<(Scenario Scenario, ScenarioClassifier Classifier, IReadOnlyList<ScenarioOccurrence> Animals)> NewNightAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", [.. Moths, Scenario.Background]);
        var animals = await scenario.AddOccurrencesAsync(
        [
            [[classifier.Says(4, 2, 1, 0)]],
            [[classifier.Says(1, 4, 2, 0)]],
            [[classifier.Says(2, 1, 4, 0)]],
        ]);
        return (scenario, classifier, animals);
    }

    private async Task<IReadOnlyList<long>> TerminalsAsync(IReadOnlyList<ScenarioOccurrence> animals)
    {
        var terminals = new List<long>();
        foreach (var animal in animals)
            terminals.Add((await bench.TerminalAsync(animal.Source)).Id);
        return terminals;
    }

    private async Task<IReadOnlyList<(long Id, bool Terminal)>> LineagesAsync(IReadOnlyList<ScenarioOccurrence> animals)
    {
        var rows = new List<(long, bool)>();
        foreach (var animal in animals)
            rows.AddRange((await bench.LineageAsync(animal.Source)).Select(row => (row.Id, row.Terminal)));
        return rows;
    }

    private async Task<int> MasksOfAsync(ScenarioClassifier classifier)
    {
        await using var context = bench.CreateContext();
        return await context.Algorithms.CountAsync(algorithm => algorithm.SourceAlgorithmId == classifier.Id, TestContext.Current.CancellationToken);
    }
}

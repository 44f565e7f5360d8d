using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class PreviewEqualsRunTests(RunBench bench) : IClassFixture<RunBench>
{
    private const int Animals = 12;
    private const int MasksOnEach = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_a_preview_shows_is_what_the_run_then_writes_row_for_row(int seed)
    {
        var random = new Random(seed);
        var made = await RandomScenario.CreateAsync(await bench.NewScenarioAsync(), random);
        var effects = new List<RowEffect>();
        for (var number = 0; number < Animals; number++)
        {
            var animal = await made.AddAnimalAsync();

            // One mask after the other, so that later ones find what earlier ones left.
            for (var mask = 0; mask < MasksOnEach; mask++)
                effects.AddRange(await PreviewAndRunAsync(made, animal, random));
        }

        Assert.Equal(Enum.GetValues<RowEffect>(), effects.Distinct().Order());
    }

    [Fact]
    public async Task A_preview_writes_nothing_and_leaves_its_workbench_as_it_was()
    {
        var random = new Random(5);
        var made = await RandomScenario.CreateAsync(await bench.NewScenarioAsync(), random);
        var animal = await made.AddAnimalAsync();
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        var workbench = await OpenAsync(made, animal);
        var first = await workbench.TryAsync(MaskSettings.Default, Token);
        for (var tried = 0; tried < 20; tried++)
            await workbench.TryAsync(AnySettings(made, random), Token);
        var again = await workbench.TryAsync(MaskSettings.Default, Token);

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
        Assert.Equal(first.Preview?.Counters, again.Preview?.Counters);
        Assert.Equal((first.Preview?.Before, first.Preview?.After), (again.Preview?.Before, again.Preview?.After));
        Assert.Equal(first.Preview?.Rows.Select(row => row.Effect), again.Preview?.Rows.Select(row => row.Effect));
    }

    private async Task<IEnumerable<RowEffect>> PreviewAndRunAsync(RandomScenario made, ScenarioOccurrence animal, Random random)
    {
        var workbench = await OpenAsync(made, animal);
        await workbench.TryAsync(AnySettings(made, random), Token); // Whatever was tried before must not show.
        var view = await workbench.TryAsync(AnySettings(made, random), Token);
        if (view.Preview is not { } preview)
            return [];

        PreviewAndRun.AssertDetermination(preview.Before, await FindAsync(animal));
        var run = await bench.RunAsync(view.Request!, made.Scenario.Curator);

        Assert.Equal(run.Counters, preview.Counters);
        Assert.Equal(run.OccurrencesUpdated > 0, preview.Before.Taxon?.Id != preview.After.Taxon?.Id);
        await using var context = bench.CreateContext();
        (await PreviewAndRun.ReadAsync(context, run)).AssertRows(preview);
        PreviewAndRun.AssertDetermination(preview.After, await FindAsync(animal));

        // A workbench that stays open shows the same: everything is as the run left it.
        await workbench.RefreshAsync(Token);
        var after = (await workbench.TryAsync(
            view.Request!.Settings, Token)).Preview!;
        Assert.True(after.ChangesNothing);
        Assert.Equal((preview.After.Taxon, preview.After.Score), (after.Before.Taxon, after.Before.Score));
        return preview.Rows.Select(row => row.Effect);
    }

    private static MaskSettings AnySettings(RandomScenario made, Random random) => new MaskSettings
    {
        TaxaListId = made.List.Id,
        TaxaListVersion = random.Next(4) == 0 ? null : random.Next(1, made.Versions + 1),
        Options = made.Options(),
    }.WithClassifier(random.Next(4) == 0 ? null : made.Classifiers[random.Next(2)].Id);

    private async Task<MaskWorkbench> OpenAsync(RandomScenario made, ScenarioOccurrence animal) =>
        (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, made.Scenario.Curator, Token))!;

    private async Task<OccurrenceDetails> FindAsync(ScenarioOccurrence animal) =>
        (await bench.Service<OccurrenceReader>().FindAsync(animal.Id, Token))!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class SelectionPreviewEqualsRunTests(RunBench bench) : IClassFixture<RunBench>
{
    private const int Animals = 30;
    private const int Masks = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_previewed_of_a_selection_is_what_its_runs_then_write_row_for_row(int seed)
    {
        var random = new Random(seed);
        var (made, animals) = await ScenarioAsync(random);

        // One mask after the other, so that later ones find what earlier ones left.
        var kinds = new HashSet<SelectionOutcomeKind>();
        for (var mask = 0; mask < Masks; mask++)
        {
            // Not all of them: the rest is not touched. More than a batch, and less.
            var picked = animals.Where(_ => random.Next(4) > 0).ToList();
            var workbench = await OpenAsync(made, picked);
            await PreviewAsync(workbench, AnySettings(made, random)); // Whatever was tried before must not show.
            var settings = AnySettings(made, random);
            if (await PreviewAsync(workbench, settings) is not { } previews)
                continue;

            Assert.Equal(picked.Order(), previews.Select(preview => preview.OccurrenceId));
            foreach (var preview in previews)
                PreviewAndRun.AssertDetermination(preview.Before, await FindAsync(preview.OccurrenceId));
            var runs = new List<RunSnapshot>();
            foreach (var launched in await bench.LaunchAsync(workbench.RequestOf(settings), made.Scenario.Curator))
                runs.Add(await bench.ExecuteAsync(launched.RunId));

            await using var context = bench.CreateContext();
            foreach (var (run, classifier) in runs.Zip(settings.ClassifierIds))
            {
                Assert.Equal(run.Counters, previews.Aggregate(OutcomeCounts.None, (sum, preview) => sum + preview.Counters(classifier)));
                var wrote = await PreviewAndRun.ReadAsync(context, run);
                foreach (var preview in previews.SelectMany(preview => preview.Masks).Where(each => each.Classifier.Id == classifier))
                    wrote.AssertRows(preview);
                Assert.Empty((await context.OccurrenceEffects.Where(effect => effect.RunId == run.RunId).Select(effect => effect.OccurrenceId).ToListAsync(Token)).Except(picked));
            }

            foreach (var preview in previews)
                PreviewAndRun.AssertDetermination(preview.After, await FindAsync(preview.OccurrenceId));
            kinds.UnionWith(Enum.GetValues<SelectionOutcomeKind>().Where(kind => previews.Any(preview => preview.Is(kind))));

            // A workbench that stays open shows the same: everything is as the runs left it.
            await workbench.RefreshAsync(Token);
            var after = (await PreviewAsync(workbench, settings))!;
            Assert.All(after, preview => Assert.False(preview.TaxonChanges));
            Assert.Equal(previews.Select(preview => preview.After.Taxon), after.Select(preview => preview.Before.Taxon));
        }

        Assert.Superset(
            new HashSet<SelectionOutcomeKind> { SelectionOutcomeKind.AnotherTaxon, SelectionOutcomeKind.Masked, SelectionOutcomeKind.Unchanged, SelectionOutcomeKind.Skipped },
            kinds);
    }

    [Fact]
    public async Task Previewing_writes_nothing_and_shows_of_each_what_the_workbench_of_the_occurrence_shows()
    {
        var random = new Random(7);
        var (made, animals) = await ScenarioAsync(random);
        var settings = new MaskSettings { TaxaListId = made.List.Id, TaxaListVersion = 1, ClassifierIds = [made.Classifiers[0].Id] };
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        var previews = (await PreviewAsync(await OpenAsync(made, animals), settings))!;

        foreach (var preview in previews.Where(preview => !preview.Is(SelectionOutcomeKind.NotPredicted)))
        {
            var one = await bench.Service<MaskWorkbenches>().OpenAsync(preview.OccurrenceId, made.Scenario.Curator, Token);
            var view = (await one!.TryAsync(settings, Token)).Preview!;
            Assert.Equal(view.Counters, preview.Masks.Single().Counters);
            Assert.Equal((view.Before, view.After), (preview.Before, preview.After));
        }

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    [Fact]
    public async Task The_classifiers_are_those_that_ran_on_the_selection_with_what_of_each_can_be_masked()
    {
        var made = await bench.NewScenarioAsync();
        var moths = await made.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var silent = await made.AddClassifierAsync("silent", "Actias luna", "Samia cynthia");
        await made.AddClassifierAsync("elsewhere", "Actias luna");
        var animals = await made.AddOccurrencesAsync([[[moths.Says(1, 4)], [moths.Says(4, 1)]], [[moths.SaysWithoutLogits(), silent.SaysWithoutLogits()]], [[moths.Says(1, 4)]]]);
        var list = await made.AddListOfAsync("Actias luna");
        var workbench = await bench.Service<SelectionWorkbenches>().OpenAsync([animals[1].Id, animals[0].Id], null, made.Curator, Token);

        var review = await workbench.ReviewAsync(new() { TaxaListId = list.Id }, Token);

        Assert.Equal([("moths", 3L, 2L), ("silent", 1L, 0L)], workbench.Classifiers.Select(row => (row.Classifier.Name, row.InScope, row.Maskable)));
        Assert.Null(review.WhyNotMaskable(moths.Id, 3, 2));
        Assert.Contains("without logits", review.WhyNotMaskable(silent.Id, 1, 0), StringComparison.Ordinal);
    }

    private static MaskSettings AnySettings(RandomScenario made, Random random) => new()
    {
        TaxaListId = made.List.Id,
        TaxaListVersion = random.Next(4) == 0 ? null : random.Next(1, made.Versions + 1),
        Options = made.Options(),
        ClassifierIds = random.Next(3) switch { 0 => [made.Classifiers[0].Id], 1 => [made.Classifiers[1].Id], _ => [made.Classifiers[1].Id, made.Classifiers[0].Id] },
    };

    private static async Task<IReadOnlyList<SelectionPreview>?> PreviewAsync(SelectionWorkbench workbench, MaskSettings settings)
    {
        var review = await workbench.ReviewAsync(settings, Token);
        var plans = review.Plans.Where(plan => settings.ClassifierIds.Contains(plan.Classifier.Id)).ToList();
        if (plans.Count < settings.ClassifierIds.Count)
            return null;
        var previews = new List<SelectionPreview>();
        await foreach (var batch in workbench.PreviewAsync(plans, Token))
            previews.AddRange(batch);
        return previews;
    }

    private async Task<(RandomScenario Made, List<long> Animals)> ScenarioAsync(Random random)
    {
        var made = await RandomScenario.CreateAsync(await bench.NewScenarioAsync(), random);
        var animals = new List<long>();
        for (var number = 0; number < Animals; number++)
            animals.Add((await made.AddAnimalAsync()).Id);
        return (made, animals);
    }

    private Task<SelectionWorkbench> OpenAsync(RandomScenario made, IReadOnlyList<long> picked) =>
        bench.Service<SelectionWorkbenches>().OpenAsync(picked.Reverse(), made.Scenario.Project.Id, made.Scenario.Curator, Token);

    private async Task<OccurrenceDetails> FindAsync(long id) => (await bench.Service<OccurrenceReader>().FindAsync(id, Token))!;
}

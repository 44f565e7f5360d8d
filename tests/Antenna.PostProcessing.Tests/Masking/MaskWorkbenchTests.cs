using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskWorkbenchTests(RunBench bench) : IClassFixture<RunBench>
{
    [Fact]
    public async Task There_is_no_workbench_without_an_occurrence() =>
        Assert.Null(await bench.Service<MaskWorkbenches>().OpenAsync(404_404, (await bench.NewScenarioAsync()).Curator, Token));

    [Fact]
    public async Task Both_columns_show_the_best_aligned_with_ranks_scores_and_why_a_class_is_excluded()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "?mystery", "Actias luna", "Samia cynthia", Scenario.Background);
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(3, 2, 4, 1));
        await scenario.AddListOfAsync("Actias luna");

        var prediction = Assert.Single((await TryAsync(scenario, animal)).Preview!.Rows).Prediction!;

        Assert.Equal(
            [("Samia cynthia", 1, null, Exclusion.NotListed), ("?mystery", 2, null, Exclusion.Unresolved), ("Actias luna", 3, 1, null), (Scenario.Background, 4, 2, (Exclusion?)null)],
            prediction.Classes.Select(each => (each.Label, each.Compared.OriginalRank, each.Compared.MaskedRank, each.Excluded)));
        Assert.Equal(("Samia cynthia", "Actias luna"), (prediction.Original.Taxon!.Name, prediction.Winner!.Taxon!.Name));
        Assert.Equal((ClassMeaning.NotATaxon, null), (prediction.Classes[^1].Meaning, prediction.Classes[^1].Taxon));
        var (e2, e1) = (Math.Exp(2), Math.Exp(1));
        Assert.Equal(e2 / (e2 + e1), prediction.Winner.Compared.Reweighted!.Value, 1e-9);
        Assert.Equal(e2 / (Math.Exp(4) + Math.Exp(3) + e2 + e1), prediction.Winner.Compared.Original, 1e-9);
        Assert.Equal(("Samia cynthia", true), (prediction.Likeliest!.Label, prediction.Likeliest.IsOriginal));
    }

    [Fact]
    public async Task Off_list_mass_is_split_by_what_is_kin_to_the_original_winner()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Kinia prima", "Kinia secunda", "Cousinia tertia", "Strangeria quarta");
        await FamilyAsync("Kiniidae", ("Kinia", [classifier.TaxonOf("Kinia prima"), classifier.TaxonOf("Kinia secunda")]), ("Cousinia", [classifier.TaxonOf("Cousinia tertia")]));
        await FamilyAsync("Strangeriidae", ("Strangeria", [classifier.TaxonOf("Strangeria quarta")]));
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(4, 3, 2, 1));
        await scenario.AddListOfAsync("Kinia secunda");

        var prediction = Assert.Single((await TryAsync(scenario, animal)).Preview!.Rows).Prediction!;

        double Share(string label) => prediction.Classes.Single(each => each.Label == label).Compared.Original;
        Assert.Equal(Share("Kinia prima"), prediction.OffList.SameGenus, 1e-12);
        Assert.Equal(Share("Cousinia tertia"), prediction.OffList.SameFamily, 1e-12);
        Assert.Equal(Share("Strangeria quarta"), prediction.OffList.Elsewhere, 1e-12);
        Assert.Equal(Kinship.SameGenus, prediction.Likeliest!.KinshipToWinner);
    }

    [Fact]
    public async Task A_class_of_which_only_a_taxon_above_it_is_listed_tells_that()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Superia prima", "Otheria secunda", "Listedia tertia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(3, 2, 1));
        await scenario.AddListOfAsync("Superia", "Listedia tertia");
        await using (var context = bench.CreateContext())
        {
            var genus = await context.Taxa.SingleAsync(taxon => taxon.Name == "Superia", Token);
            var (above, below) = (genus.Id, classifier.TaxonOf("Superia prima"));
            await context.Taxa.Where(taxon => taxon.Id == above).ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.Rank, Rank.Genus), Token);
            await context.Taxa.Where(taxon => taxon.Id == below).ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.ParentId, above), Token);
        }

        var prediction = Assert.Single((await TryAsync(scenario, animal)).Preview!.Rows).Prediction!;

        Assert.Equal([Exclusion.OnlyHigherRankListed, Exclusion.NotListed, (Exclusion?)null], prediction.Classes.Select(each => each.Excluded));
    }

    [Fact]
    public async Task Tries_that_stand_side_by_side_have_the_same_classes_each()
    {
        var scenario = await bench.NewScenarioAsync();
        string[] names = [.. Enumerable.Range(0, 30).Select(number => $"Alignia species{(char)('a' + number / 26)}{(char)('a' + number % 26)}")];
        var classifier = await scenario.AddClassifierAsync("many", names);
        var animal = await scenario.AddOccurrenceAsync(classifier.Says([.. names.Select((_, number) => 30f - number)]));
        var narrow = await scenario.AddListAsync("Narrow");
        await scenario.AddVersionAsync(narrow, [names[29]]);
        var wide = await scenario.AddListAsync("Wide");
        await scenario.AddVersionAsync(wide, names[2..]);
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
        var tries = new[]
        {
            await workbench.TryAsync(MaskSettings.Default with { TaxaListId = narrow.Id }, Token),
            await workbench.TryAsync(MaskSettings.Default with { TaxaListId = wide.Id }, Token),
        };

        var aligned = await workbench.AlignAsync(tries, tries[0].Preview!.Rows[0].DetectionId, Token);

        Assert.Equal(aligned[0]!.Classes.Select(each => each.Label), aligned[1]!.Classes.Select(each => each.Label));
        var last = aligned.Select(prediction => prediction!.Classes.Single(each => each.Label == names[29])).ToList();
        Assert.Equal([(30, 1, 1d), (30, 28, Math.Exp(-27) * aligned[1]!.Masked!.Reweighted)], last.Select(each => (each.Compared.OriginalRank, each.Compared.MaskedRank!.Value, each.Compared.Reweighted!.Value)));
    }

    [Fact]
    public async Task Without_a_list_there_is_nothing_to_try_but_the_classifiers_are_known()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "?mystery", Scenario.Background);
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 2, 3));

        // Lists of other projects are none that could be used here.
        await (await bench.NewScenarioAsync()).AddListOfAsync("Actias luna");
        var view = await TryAsync(scenario, animal);

        Assert.Equal((null, null, null), (view.TaxaListId, view.Preview, view.Request));
        Assert.Empty(view.Problems);
        var known = Assert.Single(view.Classifiers);
        Assert.Equal((classifier.Id, 1, 1, null), (known.Classifier.Id, known.Rows, known.Maskable, known.WhyNot));
        Assert.Equal(new(1, 1, 1), known.Labels);
    }

    [Fact]
    public async Task A_list_without_a_version_is_reported()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1));
        await scenario.AddListAsync("Still empty");

        var view = await TryAsync(scenario, animal);

        Assert.Null(view.Preview);
        Assert.Equal("taxa-list", Assert.Single(view.Problems).Field);
        Assert.Contains("no version yet", view.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_classifier_looked_at_has_nothing_to_try()
    {
        var scenario = await bench.NewScenarioAsync();
        var animal = await scenario.AddOccurrenceAsync();
        await scenario.AddListOfAsync("Actias luna");

        var view = await TryAsync(scenario, animal);

        Assert.Equal((null, null), (view.ClassifierId, view.Preview));
        Assert.Empty(view.Classifiers);
    }

    [Fact]
    public async Task Each_classifier_that_cannot_be_masked_gives_the_reason()
    {
        var scenario = await bench.NewScenarioAsync();
        var good = await scenario.AddClassifierAsync("good", "Actias luna", "Samia cynthia");
        var silent = await scenario.AddClassifierAsync("silent", "Actias luna", "Samia cynthia");
        var foreign = await scenario.AddClassifierAsync("foreign", "Morpho menelaus");
        var early = await scenario.AddClassifierAsync("early", "Actias luna");
        var animal = await scenario.AddOccurrenceAsync(
            good.Says(1, 2), silent.SaysWithoutLogits(), foreign.Says(9), early.Says(1) with { Terminal = false });
        await scenario.AddListOfAsync("Actias luna");

        var view = await TryAsync(scenario, animal);

        Assert.Equal(["early", "foreign", "good", "silent"], view.Classifiers.Select(each => each.Classifier.Name));
        Assert.Equal([(0, 0), (1, 1), (1, 1), (1, 0)], view.Classifiers.Select(each => (each.Rows, each.Maskable)));
        Assert.Contains("counts here", view.Classifiers[0].WhyNot, StringComparison.Ordinal);
        Assert.Contains("None of the 1 classes of foreign is a taxon on Vermont moths v1", view.Classifiers[1].WhyNot, StringComparison.Ordinal);
        Assert.Null(view.Classifiers[2].WhyNot);
        Assert.Contains("without logits", view.Classifiers[3].WhyNot, StringComparison.Ordinal);
        Assert.Equal(good.Id, view.ClassifierId);
    }

    [Fact]
    public async Task A_classifier_of_which_nothing_is_listed_is_refused_when_chosen()
    {
        var scenario = await bench.NewScenarioAsync();
        var foreign = await scenario.AddClassifierAsync("foreign", "Morpho menelaus");
        var animal = await scenario.AddOccurrenceAsync(foreign.Says(9));
        await scenario.AddListOfAsync("Actias luna");

        var view = await TryAsync(scenario, animal);

        Assert.Equal((foreign.Id, null), (view.ClassifierId, view.Request));
        Assert.Equal("classifier", Assert.Single(view.Problems).Field);

        // It is shown nevertheless, so that a list that is just begun can be filled from it.
        var excluded = Assert.Single(Assert.Single(view.Preview!.Rows).Prediction!.Classes);
        Assert.Equal(("Morpho menelaus", Exclusion.NotListed), (excluded.Label, excluded.Excluded));
        Assert.Equal(0, view.Preview.ListedClasses);
    }

    [Fact]
    public async Task Rows_without_logits_are_shown_as_skipped()
    {
        var scenario = await bench.NewScenarioAsync();
        var silent = await scenario.AddClassifierAsync("silent", "Actias luna");
        var animal = await scenario.AddOccurrenceAsync(silent.SaysWithoutLogits());
        await scenario.AddListOfAsync("Actias luna");

        var preview = (await TryAsync(scenario, animal)).Preview!;

        var row = Assert.Single(preview.Rows);
        Assert.Equal((RowEffect.Skipped, "there are no logits", null), (row.Effect, row.Because, row.Prediction));
        Assert.True(preview.ChangesNothing);
    }

    [Fact]
    public async Task What_is_wrong_with_the_settings_is_reported_field_by_field()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna");
        var other = await scenario.AddClassifierAsync("other", "Actias luna");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1));
        var list = await scenario.AddListOfAsync("Actias luna");
        var stranger = await scenario.AddPersonAsync($"Stranger of {scenario.Project.Name}");
        var trial = await scenario.AddVersionAsync(list, ["Samia cynthia"], trialOf: stranger);
        var foreignList = await (await bench.NewScenarioAsync()).AddListOfAsync("Actias luna");
        var settings = MaskSettings.Default;

        async Task<string> FieldAsync(MaskSettings wrong)
        {
            var view = await TryAsync(scenario, animal, wrong);
            Assert.Equal((null, null), (view.Preview, view.Request));
            return Assert.Single(view.Problems).Field;
        }

        Assert.Equal("taxa-list", await FieldAsync(settings with { TaxaListId = 404_404 }));
        Assert.Equal("taxa-list", await FieldAsync(settings with { TaxaListId = foreignList.Id }));
        Assert.Equal("taxa-list", await FieldAsync(settings with { TaxaListVersion = 7 }));
        Assert.Equal("taxa-list", await FieldAsync(settings.WithTrial(list.Id, trial.Id)));
        Assert.Equal("classifier", await FieldAsync(settings.WithClassifier(other.Id)));
        Assert.Equal("hold-below", await FieldAsync(settings with { Options = MaskOptions.Default with { HoldBelow = 1 } }));
        Assert.NotNull((await TryAsync(scenario, animal, settings)).Preview);
    }

    [Fact]
    public async Task Left_alone_it_tries_the_list_of_the_latest_run_in_its_newest_version_on_the_deciding_classifier()
    {
        var scenario = await bench.NewScenarioAsync();
        var first = await scenario.AddClassifierAsync("a first", "Actias luna", "Samia cynthia");
        var deciding = await scenario.AddClassifierAsync("b deciding", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(first.Says(1, 1.5f), deciding.Says(1, 9));
        var earlier = await scenario.AddListAsync("A list");
        await scenario.AddVersionAsync(earlier, ["Actias luna"]);
        var used = await scenario.AddListAsync("B list");
        await scenario.AddVersionAsync(used, ["Samia cynthia"]);
        Assert.Equal((earlier.Id, deciding.Id), await TriedAsync());

        await bench.RunAsync(scenario.Mask(used, first), scenario.Curator);
        await scenario.AddVersionAsync(used, ["Actias luna"]);
        await scenario.AddVersionAsync(used, ["Actias luna", "Samia cynthia"], trialOf: scenario.Curator);

        Assert.Equal((used.Id, deciding.Id), await TriedAsync());
        Assert.Equal(2, (await TryAsync(scenario, animal)).Version);

        async Task<(long?, long?)> TriedAsync()
        {
            var view = await TryAsync(scenario, animal);
            return (view.TaxaListId, view.ClassifierId);
        }
    }

    [Fact]
    public async Task The_determination_shows_which_row_decides_it_before_and_after()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = (await scenario.AddOccurrencesAsync([[[classifier.Says(0, 9)], [classifier.Says(3, 2.5f)]]]))[0];
        await scenario.AddListOfAsync("Actias luna");

        var preview = (await TryAsync(scenario, animal)).Preview!;

        Assert.Equal(("Samia cynthia", animal.Detections[0], false), (preview.Before.Taxon!.Name, preview.Before.DecidedBy!.DetectionId, preview.Before.DecidedBy.Unwritten));
        Assert.Equal(("Actias luna", animal.Detections[1], true), (preview.After.Taxon!.Name, preview.After.DecidedBy!.DetectionId, preview.After.DecidedBy.Unwritten));
        Assert.Equal("moths", preview.Before.DecidedBy.Algorithm!.Name);
        Assert.False(preview.ChangesNothing);
    }

    [Fact]
    public async Task A_persons_identification_stands_and_the_machines_prediction_is_shown_next_to_it()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(0, 9));
        await scenario.IdentifyAsync(animal, "Hyalophora cecropia");
        await scenario.AddListOfAsync("Actias luna");

        var preview = (await TryAsync(scenario, animal)).Preview!;

        Assert.Equal((preview.Before.DecidedBy, "Hyalophora cecropia", 1d), (preview.After.DecidedBy, preview.After.Taxon!.Name, preview.After.Score));
        Assert.Equal(scenario.Curator.Name, preview.After.DecidedBy!.Person);
        Assert.Equal(("Samia cynthia", "Actias luna"), (preview.Before.Machine!.Taxon.Name, preview.After.Machine!.Taxon.Name));
    }

    [Fact]
    public async Task A_winner_that_is_no_taxon_leaves_no_determination()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
        var bolt = await scenario.AddOccurrenceAsync(classifier.Says(0, 9, 8));
        await scenario.AddListOfAsync("Actias luna");

        var preview = (await TryAsync(scenario, bolt)).Preview!;

        Assert.Equal("Samia cynthia", preview.Before.Taxon!.Name);
        Assert.Equal((null, null, null, null), (preview.After.Taxon, preview.After.Score, preview.After.DecidedBy, preview.After.Machine));
        Assert.Equal((ClassMeaning.NotATaxon, null), (preview.Rows[0].Prediction!.Winner!.Meaning, preview.Rows[0].Prediction!.Winner!.Taxon));
    }

    [Fact]
    public async Task A_version_that_is_newer_than_the_workbench_and_lists_taxa_it_does_not_know_can_be_tried()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(0, 9));
        var list = await scenario.AddListOfAsync("Actias luna");
        var workbench = await OpenAsync(scenario, animal);
        await workbench.TryAsync(MaskSettings.Default, Token);

        await scenario.AddVersionAsync(list, ["Actias luna", $"Newly described {scenario.Project.Id}"]);
        var view = await workbench.TryAsync(MaskSettings.Default with { TaxaListId = list.Id, TaxaListVersion = 2 }, Token);

        Assert.Equal("Actias luna", view.Preview!.After.Taxon!.Name);
    }

    private async Task FamilyAsync(string name, params (string Genus, long[] Species)[] genera)
    {
        await using var context = bench.CreateContext();
        var family = new Taxon { Name = name, Rank = Rank.Family, Source = "test" };
        context.Add(family);
        await context.SaveChangesAsync(Token);
        foreach (var (genus, species) in genera)
        {
            var parent = new Taxon { Name = genus, Rank = Rank.Genus, Source = "test", ParentId = family.Id };
            context.Add(parent);
            await context.SaveChangesAsync(Token);
            await context.Taxa.Where(taxon => species.Contains(taxon.Id))
                .ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.ParentId, parent.Id), Token);
        }
    }

    private async Task<WorkbenchView> TryAsync(Scenario scenario, ScenarioOccurrence animal, MaskSettings? settings = null) =>
        await (await OpenAsync(scenario, animal)).TryAsync(settings ?? MaskSettings.Default, Token);

    private async Task<MaskWorkbench> OpenAsync(Scenario scenario, ScenarioOccurrence animal) =>
        (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

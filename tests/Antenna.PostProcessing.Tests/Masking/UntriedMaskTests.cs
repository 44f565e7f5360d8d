using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>What cannot be tried on the workbench, and the reason that it gives.</summary>
public sealed class UntriedMaskTests(RunBench bench) : MaskWorkbenchBench(bench), IClassFixture<RunBench>
{
    [Fact]
    public async Task Without_a_list_there_is_nothing_to_try_but_the_classifiers_are_known()
    {
        var scenario = await Bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "?mystery", Scenario.Background);
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 2, 3));

        // Lists of other projects are none that could be used here.
        await (await Bench.NewScenarioAsync()).AddListOfAsync("Actias luna");
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
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
        var animal = await scenario.AddOccurrenceAsync();
        await scenario.AddListOfAsync("Actias luna");

        var view = await TryAsync(scenario, animal);

        Assert.Equal((null, null), (view.ClassifierId, view.Preview));
        Assert.Empty(view.Classifiers);
    }

    [Fact]
    public async Task Each_classifier_that_cannot_be_masked_gives_the_reason()
    {
        var scenario = await Bench.NewScenarioAsync();
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
    public async Task A_classifier_whose_classes_were_not_delivered_gives_that_as_the_reason()
    {
        var scenario = await Bench.NewScenarioAsync();
        var named = await scenario.AddClassifierAsync("named", CategoryMap.NotDelivered[0].Label);
        var animal = await scenario.AddOccurrenceAsync(named.SaysWithoutLogits());
        await scenario.AddListOfAsync("Actias luna");

        var view = await TryAsync(scenario, animal);

        Assert.Contains("without logits", Assert.Single(view.Classifiers).WhyNot, StringComparison.Ordinal);
        Assert.Contains("came as names with scores, without its classes and logits", Assert.Single(view.Problems).Message, StringComparison.Ordinal);
        Assert.Equal((null, null), (view.Preview, view.Request));
    }

    [Fact]
    public async Task A_classifier_of_which_nothing_is_listed_is_refused_when_chosen()
    {
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna");
        var other = await scenario.AddClassifierAsync("other", "Actias luna");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1));
        var list = await scenario.AddListOfAsync("Actias luna");
        var stranger = await scenario.AddPersonAsync($"Stranger of {scenario.Project.Name}");
        var trial = await scenario.AddVersionAsync(list, ["Samia cynthia"], trialOf: stranger);
        var foreignList = await (await Bench.NewScenarioAsync()).AddListOfAsync("Actias luna");
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
}

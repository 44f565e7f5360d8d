using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class MaskWorkbenchTests(RunBench bench) : MaskWorkbenchBench(bench), IClassFixture<RunBench>
{
    [Fact]
    public async Task There_is_no_workbench_without_an_occurrence() =>
        Assert.Null(await Bench.Service<MaskWorkbenches>().OpenAsync(404_404, (await Bench.NewScenarioAsync()).Curator, Token));

    [Fact]
    public async Task Both_columns_show_the_best_aligned_with_ranks_scores_and_why_a_class_is_excluded()
    {
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Superia prima", "Otheria secunda", "Listedia tertia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(3, 2, 1));
        await scenario.AddListOfAsync("Superia", "Listedia tertia");
        await using (var context = Bench.CreateContext())
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
        var scenario = await Bench.NewScenarioAsync();
        string[] names = [.. Enumerable.Range(0, 30).Select(number => $"Alignia species{(char)('a' + number / 26)}{(char)('a' + number % 26)}")];
        var classifier = await scenario.AddClassifierAsync("many", names);
        var animal = await scenario.AddOccurrenceAsync(classifier.Says([.. names.Select((_, number) => 30f - number)]));
        var narrow = await scenario.AddListAsync("Narrow");
        await scenario.AddVersionAsync(narrow, [names[29]]);
        var wide = await scenario.AddListAsync("Wide");
        await scenario.AddVersionAsync(wide, names[2..]);
        var workbench = (await Bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
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
    public async Task Left_alone_it_tries_the_list_of_the_latest_run_in_its_newest_version_on_the_deciding_classifier()
    {
        var scenario = await Bench.NewScenarioAsync();
        var first = await scenario.AddClassifierAsync("a first", "Actias luna", "Samia cynthia");
        var deciding = await scenario.AddClassifierAsync("b deciding", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(first.Says(1, 1.5f), deciding.Says(1, 9));
        var earlier = await scenario.AddListAsync("A list");
        await scenario.AddVersionAsync(earlier, ["Actias luna"]);
        var used = await scenario.AddListAsync("B list");
        await scenario.AddVersionAsync(used, ["Samia cynthia"]);
        Assert.Equal((earlier.Id, deciding.Id), await TriedAsync());

        await Bench.RunAsync(scenario.Mask(used, first), scenario.Curator);
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
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
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
        var scenario = await Bench.NewScenarioAsync();
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
        await using var context = Bench.CreateContext();
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
}

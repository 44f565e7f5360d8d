using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class PinBoardTests(RunBench bench) : IClassFixture<RunBench>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pins_are_judged_by_what_people_said_and_what_moved_comes_first()
    {
        var scenario = await bench.NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Antheraea polyphemus", Scenario.Background);
        var list = await scenario.AddListOfAsync("Actias luna", "Antheraea polyphemus");
        var here = await scenario.AddOccurrenceAsync(moths.Says(4, 1, 0, 0));
        var stays = await JudgedAsync(moths.Says(4, 1, 0, 0), "Actias luna");
        var wrong = await JudgedAsync(moths.Says(4, 1, 0, 0), "Samia cynthia");
        var unjudged = await scenario.AddOccurrenceAsync(moths.Says(1, 4, 0, 0));
        var changed = await JudgedAsync(moths.Says(1, 4, 0, 0), "Antheraea polyphemus");
        var broken = await JudgedAsync(moths.Says(0, 4, 1, 0), "Samia cynthia");
        var repaired = await JudgedAsync(moths.Says(1, 4, 0, 0), "Actias luna");
        await bench.Service<PinnedOccurrences>().PinAsync([stays.Id, wrong.Id, unjudged.Id, changed.Id, broken.Id, repaired.Id], Token);

        var pins = await PreviewAsync(scenario, here, new() { TaxaListId = list.Id });

        Assert.Equal(
            [
                (broken.Id, PinVerdict.Broken), (repaired.Id, PinVerdict.Fixed), (changed.Id, PinVerdict.Changed), (unjudged.Id, PinVerdict.Unjudged),
            ],
            pins.Take(4).Select(pin => (pin.OccurrenceId, pin.Verdict)));
        Assert.Equal([(stays.Id, PinVerdict.Same), (wrong.Id, PinVerdict.Same)], pins.Skip(4).Select(pin => (pin.OccurrenceId, pin.Verdict)).Order());
        Assert.Equal([true, true, true, true, false, false], pins.Select(pin => pin.Moves));
        Assert.Equal(("Samia cynthia", "Actias luna", "Actias luna"), (pins[1].Before.Taxon!.Name, pins[1].After.Taxon!.Name, pins[1].Identified!.Name));
        Assert.Equal(repaired.Detections[0], pins[1].CropDetectionId);

        async Task<ScenarioOccurrence> JudgedAsync(PipelineResult result, string species)
        {
            var animal = await scenario.AddOccurrenceAsync(result);
            await scenario.IdentifyAsync(animal, species);
            return animal;
        }
    }

    [Fact]
    public async Task A_click_of_agreement_judges_no_pin()
    {
        var scenario = await bench.NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var list = await scenario.AddListOfAsync("Samia cynthia");
        var here = await scenario.AddOccurrenceAsync(moths.Says(1, 4));
        var agreed = await scenario.AddOccurrenceAsync(moths.Says(4, 1));
        await bench.Service<Identifications>().SubmitAsync([new AgreementWithPrediction(agreed.Id, agreed.Source)], scenario.Curator, Token);
        await bench.Service<PinnedOccurrences>().PinAsync([agreed.Id], Token);

        var pin = Assert.Single(await PreviewAsync(scenario, here, new() { TaxaListId = list.Id }));

        Assert.Equal((PinVerdict.Unjudged, "Actias luna"), (pin.Verdict, pin.Identified?.Name));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_pin_becomes_what_the_workbench_on_it_says_whatever_is_tried(int seed)
    {
        var random = new Random(seed);
        var scenario = await bench.NewScenarioAsync();
        string[] species = [.. Enumerable.Range(0, 8).Select(number => $"Pinia number{(char)('a' + number)}")];
        var moths = await scenario.AddClassifierAsync("moths", [.. species, Scenario.Background]);
        var animals = new List<ScenarioOccurrence>();
        for (var number = 0; number < 8; number++)
            animals.AddRange(await scenario.AddOccurrencesAsync([[.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => new[] { moths.Says([.. Enumerable.Range(0, 9).Select(_ => random.NextSingle() * 6)]) })]]));
        await scenario.IdentifyAsync(animals[0], species[1]);
        var lists = new List<long>();
        for (var number = 0; number < 3; number++)
        {
            var list = await scenario.AddListAsync($"List {number}");
            await scenario.AddVersionAsync(list, [.. species.Where((_, at) => random.Next(2) == 0 || at == number)]);
            lists.Add(list.Id);
        }

        await bench.Service<PinnedOccurrences>().PinAsync([.. animals.Select(animal => animal.Id)], Token);
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animals[0].Id, scenario.Curator, Token))!;
        var board = await bench.Service<PinBoards>().OpenAsync(scenario.Project.Id, Token);
        foreach (var list in lists)
        {
            var settings = new MaskSettings { TaxaListId = list, Options = MaskOptions.Default with { HoldBelow = random.NextDouble() / 2, OnlyWhenSpeciesChanges = random.Next(2) == 0 } };
            var pins = await board.PreviewAsync(await workbench.TryAsync(settings, Token), Token);
            Assert.Equal(animals.Count, pins.Count);
            foreach (var pin in pins)
            {
                var own = (await (await bench.Service<MaskWorkbenches>().OpenAsync(pin.OccurrenceId, scenario.Curator, Token))!.TryAsync(settings, Token)).Preview!;
                Assert.Equal((own.Before.Machine?.Taxon, own.Before.Machine?.Score), (pin.Before.Taxon, pin.Before.Score));
                Assert.Equal((own.After.Machine?.Taxon, own.After.Machine?.Score), (pin.After.Taxon, pin.After.Score));
                Assert.Equal(own.After.Machine?.DetectionId ?? animals.Single(animal => animal.Id == pin.OccurrenceId).Detections.Min(), pin.CropDetectionId);
            }
        }
    }

    [Fact]
    public async Task A_pin_that_the_classifier_did_not_look_at_stays()
    {
        var scenario = await bench.NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var others = await scenario.AddClassifierAsync("others", "Actias luna", "Samia cynthia");
        var list = await scenario.AddListOfAsync("Actias luna");
        var here = await scenario.AddOccurrenceAsync(moths.Says(1, 4));
        var pinned = await scenario.AddOccurrenceAsync(others.Says(1, 4));
        await bench.Service<PinnedOccurrences>().PinAsync([pinned.Id], Token);

        var pin = Assert.Single(await PreviewAsync(scenario, here, new() { TaxaListId = list.Id, ClassifierIds = [moths.Id] }));

        Assert.Equal((false, false, "Samia cynthia"), (pin.IsMaskable, pin.Moves, pin.After.Taxon!.Name));
    }

    private async Task<IReadOnlyList<PinPreview>> PreviewAsync(Scenario scenario, ScenarioOccurrence here, MaskSettings settings)
    {
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(here.Id, scenario.Curator, Token))!;
        var board = await bench.Service<PinBoards>().OpenAsync(scenario.Project.Id, Token);
        return await board.PreviewAsync(await workbench.TryAsync(settings, Token), Token);
    }
}

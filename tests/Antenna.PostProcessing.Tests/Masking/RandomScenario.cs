using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Testing.Scenarios;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>
/// A project in which about everything occurs that may: two classifiers, several detections, broken logits, results that
/// do not count, people who agree and who do not, and a list in several versions.
/// </summary>
internal sealed class RandomScenario(Scenario scenario, Random random)
{
    private const int Classes = 24;

    private readonly string[] _species = [.. Enumerable.Range(0, Classes).Select(number => $"Genus{number % 7} species{number}")];

    public Scenario Scenario => scenario;

    public IReadOnlyList<string> Species => _species;

    public IReadOnlyList<ScenarioClassifier> Classifiers { get; private set; } = [];

    public TaxaList List { get; private set; } = null!;

    public int Versions { get; private set; }

    public static async Task<RandomScenario> CreateAsync(Scenario scenario, Random random)
    {
        var made = new RandomScenario(scenario, random);
        made.Classifiers =
        [
            await scenario.AddClassifierAsync("wide", [.. made._species, Scenario.Background, "?mystery", "?other mystery"]),
            await scenario.AddClassifierAsync("narrow", [Scenario.Background, .. made._species[..9]]),
        ];
        made.List = await scenario.AddListAsync();
        foreach (var share in (double[])[0.3, 0.7, 1])
        {
            await scenario.AddVersionAsync(made.List, [made._species[0], .. made._species[1..].Where(_ => random.NextDouble() < share)]);
            made.Versions++;
        }

        return made;
    }

    public async Task<ScenarioOccurrence> AddAnimalAsync()
    {
        var animal = (await scenario.AddOccurrencesAsync([[.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Results())]]))[0];
        var other = await scenario.AddPersonAsync($"Other curator of {animal.Id}");
        for (var left = random.Next(-2, 3); left > 0; left--)
        {
            var id = await scenario.IdentifyAsync(
                animal, _species[random.Next(Classes)], random.Next(2) == 0 ? null : other, Scenario.Night.AddDays(random.Next(1, 9)));
            if (random.Next(3) == 0)
                await scenario.WithdrawAsync(animal, id);
        }

        return animal;
    }

    public MaskOptions Options() => new(
        random.Next(2) == 0 ? ScoreMode.Reweighted : ScoreMode.Absolute,
        OnlyWhenSpeciesChanges: random.Next(4) == 0,
        HoldBelow: random.Next(3) == 0 ? random.NextDouble() : 0);

    private PipelineResult[] Results() =>
        [.. Classifiers.Where(_ => random.Next(5) > 0).Select(classifier => Result(classifier) with { Terminal = random.Next(6) > 0 })];

    private PipelineResult Result(ScenarioClassifier classifier)
    {
        var logits = Enumerable.Range(0, classifier.Map.Count).Select(_ => random.Next(8) == 0 ? 2f : random.NextSingle() * 12 - 6).ToArray();
        switch (random.Next(12))
        {
            case 0:
                return classifier.SaysWithoutLogits();
            case 1:
                return classifier.Says(logits[..^1]);
            case 2:
                logits[random.Next(logits.Length)] = float.NaN;
                break;
            case 3:
                logits[random.Next(logits.Length)] = float.PositiveInfinity;
                break;
            case 4:
                Array.Fill(logits, float.NegativeInfinity);
                logits[random.Next(logits.Length)] = 1;
                break;
            case 5:
                logits[random.Next(logits.Length)] = 40; // So sure that no mask takes anything away that anyone could see.
                break;
        }

        return classifier.Says(logits);
    }
}

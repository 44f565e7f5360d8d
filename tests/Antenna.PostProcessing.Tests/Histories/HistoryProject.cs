using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Verification;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>A project in which a history happens.</summary>
internal sealed class HistoryProject
{
    private readonly RunBench _bench;
    private readonly History _history;
    private readonly ScenarioClassifier _classifier;
    private readonly TaxaList _list;
    private readonly IReadOnlyList<ScenarioOccurrence> _animals;
    private readonly Person[] _people;
    private readonly List<(ScenarioOccurrence Animal, long Id)> _identifications = [];
    private int _newerResults;

    private HistoryProject(
        RunBench bench, History history, Scenario scenario, ScenarioClassifier classifier, TaxaList list, IReadOnlyList<ScenarioOccurrence> animals, Person other)
    {
        _bench = bench;
        _history = history;
        Scenario = scenario;
        _classifier = classifier;
        _list = list;
        _animals = animals;
        _people = [scenario.Curator, other];
    }

    public Scenario Scenario { get; }

    /// <summary>Executes a run that was launched; to its end, unless a property is about something else.</summary>
    public Func<Mask, long, Task<RunSnapshot>>? Execute { get; init; }

    /// <summary>A project in which what the pipeline delivers has arrived, and nothing more has happened.</summary>
    public static async Task<HistoryProject> CreateAsync(RunBench bench, History history, Func<Mask, long, Task<RunSnapshot>>? execute = null)
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", [.. history.Labels]);
        var animals = await scenario.AddOccurrencesAsync(
            [.. history.Animals.Select(animal => animal.Select(delivered => new[] { Result(classifier, delivered) }).ToArray())]);
        var list = await scenario.AddListAsync();
        foreach (var version in Enumerable.Range(0, history.Versions.Length))
            await scenario.AddVersionAsync(list, history.Listed(version));
        var other = await scenario.AddPersonAsync($"Another of {scenario.Project.Name}");
        return new(bench, history, scenario, classifier, list, animals, other) { Execute = execute };
    }

    /// <summary>A project in which all of the history has happened.</summary>
    public static async Task<HistoryProject> PlayAsync(RunBench bench, History history, Func<Mask, long, Task<RunSnapshot>>? execute = null)
    {
        var project = await CreateAsync(bench, history, execute);
        foreach (var step in history.Steps)
            await project.PlayAsync(step);
        return project;
    }

    public async Task PlayAsync(Step step)
    {
        switch (step)
        {
            case Mask mask:
                await MaskAsync(mask);
                break;
            case Identify identify:
                var identified = _animals[identify.Animal % _animals.Count];
                var id = await Scenario.IdentifyAsync(
                    identified, $"Moth {1 + identify.Species % _history.Species}", _people[identify.Person], Scenario.Night.AddMinutes(identify.Minute));
                _identifications.Add((identified, id));
                break;
            case Withdraw withdrawn when _identifications.Count > 0:
                var (animal, identification) = _identifications[withdrawn.Identification % _identifications.Count];
                await Scenario.WithdrawAsync(animal, identification);
                break;
            case NewerResult newer:
                var seen = _animals[newer.Animal % _animals.Count];
                var result = Result(_classifier, newer.Delivery) with { At = Scenario.Night.AddHours(++_newerResults) };
                await Scenario.AddNewerResultAsync(seen, seen.Detections[newer.Detection % seen.Detections.Count], result);
                break;
        }
    }

    /// <summary>What a mask asks for.</summary>
    public MaskRequest Request(Mask mask) => Scenario.Mask(_list, _classifier).With(settings => settings with
    {
        TaxaListVersion = 1 + mask.Version,
        Options = new(mask.Mode, mask.OnlyWhenSpeciesChanges, mask.HoldBelow),
        BatchSize = mask.BatchSize,
    });

    /// <summary>Runs a mask to its end.</summary>
    public async Task<RunSnapshot> MaskAsync(Mask mask)
    {
        var launched = Assert.Single(await _bench.LaunchAsync(Request(mask), Scenario.Curator));
        var run = Execute is null ? await _bench.ExecuteAsync(launched.RunId) : await Execute(mask, launched.RunId);
        Assert.Equal((RunState.Succeeded, null), (run.State, run.Failure));
        return run;
    }

    /// <summary>What there is now, once everything that is kept derived is found to be what it derives from.</summary>
    public async Task<HistoryContent> ReadAsync()
    {
        var report = await new DerivedVerification(_bench.DataSource).VerifyAsync(repair: false, progress: null, TestContext.Current.CancellationToken);
        Assert.True(report.IsClean, string.Join(", ", report.Remaining));
        return await HistoryContent.ReadAsync(_bench.DataSource, Scenario.Project.Id);
    }

    private static PipelineResult Result(ScenarioClassifier classifier, Delivery delivered) =>
        new(classifier, delivered.Of(classifier.Map.Count)) { Terminal = delivered.Terminal };
}

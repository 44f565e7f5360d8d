using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Verification;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Redetermination;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>A project in which a history happens.</summary>
internal sealed class HistoryProject
{
    private static readonly Dictionary<OtherTask, string> TaskKeys = new()
    {
        [OtherTask.RollUp] = RankRollUpTask.TaskKey,
        [OtherTask.SizeFilter] = SizeFilterTask.TaskKey,
        [OtherTask.Recompute] = RedeterminationTask.TaskKey,
    };

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

    /// <summary>Launches a run of any task.</summary>
    public async Task<long> LaunchAsync(Launch run) => Assert.Single(run switch
    {
        Mask mask => await _bench.LaunchAsync(Request(mask), Scenario.Curator),
        OtherRun other => await _bench.Service<RunLauncher>().LaunchAsync(
            TaskKeys[other.Task],
            new(Scenario.Everything(), Values(other)),
            Scenario.Curator,
            TestContext.Current.CancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(run), run, "There is no such run."),
    }).RunId;

    /// <summary>
    /// Gives the tasks beside masking something to do: species are in genera and those in a family, and every other detection is
    /// small on its capture.
    /// </summary>
    public Task VaryAsync() => _bench.ExecuteSqlAsync(
        $"""
        insert into taxa (name, rank, homonym, misapplied, source)
        select name, rank, 0, false, 'scenario'
        from (values ('Mothidae', {(int)Rank.Family}), ('Early', {(int)Rank.Genus}), ('Late', {(int)Rank.Genus})) due(name, rank)
        on conflict do nothing;
        update taxa set parent_id = (select id from taxa where name = 'Mothidae') where name in ('Early', 'Late') and parent_id is null;
        update taxa set parent_id = (select id from taxa where name = case when taxa.name <= 'Moth 2' then 'Early' else 'Late' end)
        where name like 'Moth _' and parent_id is null;
        update captures set width = 1000, height = 1000 where project_id = {Scenario.Project.Id};
        update detections set x2 = 100, y2 = 100
        from captures where captures.id = detections.capture_id and captures.project_id = {Scenario.Project.Id} and captures.path ~ '[02468].jpg$';
        """);

    /// <summary>Runs a mask to its end.</summary>
    public async Task<RunSnapshot> MaskAsync(Mask mask)
    {
        var launched = Assert.Single(await _bench.LaunchAsync(Request(mask), Scenario.Curator));
        var run = Execute is null ? await _bench.ExecuteAsync(launched.RunId) : await Execute(mask, launched.RunId);
        Assert.Equal((RunState.Succeeded, null), (run.State, run.Failure));
        return run;
    }

    private TaskValues Values(OtherRun run)
    {
        var values = TaskValues.Empty.With(TaskField.BatchSize.Key, $"{run.BatchSize}");
        return run.Task is OtherTask.RollUp ? values.With(RollUpFields.Classifier.Key, $"{_classifier.Id}") : values;
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

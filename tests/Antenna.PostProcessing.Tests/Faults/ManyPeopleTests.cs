using System.Collections.Concurrent;
using Antenna.Data.Errors;
using Antenna.Data.Import;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.Data.Verification;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

public sealed class ManyPeopleTests(RunBench bench) : IClassFixture<RunBench>
{
    private const int People = 4;
    private const int Versions = 4;
    private const int Files = 3;

    private readonly ConcurrentBag<long> _runs = [];
    private int _launched;
    private int _canceled;
    private int _resumed;
    private int _undone;
    private int _identified;
    private int _imports;
    private int _refused;

    [Fact]
    public async Task People_launch_cancel_resume_undo_identify_and_import_at_once_and_nothing_is_lost_or_doubled()
    {
        var random = FaultFigures.NewRandom();
        var scenario = await bench.NewScenarioAsync();
        string[] species = ["Actias luna", "Samia cynthia", "Catocala relicta"];
        var moths = await scenario.AddClassifierAsync("moths", species);
        var animals = await scenario.AddOccurrencesAsync(
            [.. Enumerable.Range(0, 40).Select(_ => new[] { new[] { moths.Says([.. Enumerable.Range(0, 3).Select(_ => random.NextSingle() * 6)]) } })]);
        var list = await scenario.AddListAsync();
        for (var version = 0; version < Versions; version++)
            await scenario.AddVersionAsync(list, [species[version % 3]]);
        var delivered = await RowsAsync(animals);
        using var files = new DeliveredFiles(scenario, moths, Files);

        await using (var one = await NodeAsync())
        await using (var two = await NodeAsync())
        {
            var steps = FaultFigures.Rounds(few: 7);
            await Task.WhenAll(Enumerable.Range(0, People).Select(_ => random.Next()).ToList().Select(seed => Task.Run(
                async () =>
                {
                    var own = new Random(seed);
                    for (var step = 0; step < steps; step++)
                        await ActAsync(own, scenario, list, moths, animals, files);
                })));
            await AllHaveEndedAsync();
            await UndoEverythingAsync(scenario);
        }

        Assert.Equal(delivered, await RowsAsync(animals));
        var imported = await files.AssertAsDeliveredAsync(bench);
        var report = await new DerivedVerification(bench.DataSource).VerifyAsync(repair: false, progress: null, Token);
        Assert.True(report.IsClean, string.Join(", ", report.Remaining));
        FaultFigures.Tell(
            $"{People} people at once: launched {_launched}, canceled {_canceled}, resumed {_resumed}, undone {_undone}, refused {_refused}, "
            + $"identified {_identified}, imported {_imports} files, {imported} of them for the first time; all undone in the end, none lost, none doubled");
    }

    private async Task ActAsync(
        Random random, Scenario scenario, TaxaList list, ScenarioClassifier moths, IReadOnlyList<ScenarioOccurrence> animals, DeliveredFiles files)
    {
        var runs = _runs.ToArray();
        long AnyRun() => runs[random.Next(runs.Length)];
        try
        {
            switch (random.Next(runs.Length == 0 ? 4 : 7))
            {
                case 0:
                    await scenario.IdentifyAsync(animals[random.Next(animals.Count)], "Samia cynthia");
                    Interlocked.Increment(ref _identified);
                    break;
                case 1 or 2:
                    long[] sets = [scenario.Set.Id, .. files.Sets];
                    var scope = random.Next(3) == 0
                        ? RunScope.OfOccurrence(animals[random.Next(animals.Count)].Id)
                        : RunScope.OfCaptureSet(sets[random.Next(sets.Length)]);
                    MaskRequest request = scenario.Mask(list, moths).With(settings => settings with { TaxaListVersion = 1 + random.Next(Versions), BatchSize = 3 });
                    _runs.Add(Assert.Single(await bench.LaunchAsync(request with { Scope = scope }, scenario.Curator)).RunId);
                    Interlocked.Increment(ref _launched);
                    break;
                case 3:
                    await files.ImportAsync(bench, random.Next(Files));
                    Interlocked.Increment(ref _imports);
                    break;
                case 4:
                    if (await bench.Service<RunControl>().CancelAsync(AnyRun(), scenario.Curator, Token) is RunState.Canceling or RunState.Canceled)
                        Interlocked.Increment(ref _canceled);
                    break;
                case 5:
                    await bench.Service<RunControl>().ResumeAsync(AnyRun(), scenario.Curator, Token);
                    Interlocked.Increment(ref _resumed);
                    break;
                default:
                    var run = AnyRun();
                    var plan = await bench.Service<RunUndo>().PlanAsync(run, Token);
                    foreach (var undo in await bench.Service<RunUndo>().LaunchAsync(run, plan!.Standing, scenario.Curator, Token))
                        _runs.Add(undo.RunId);
                    Interlocked.Increment(ref _undone);
                    break;
            }
        }
        catch (RefusedException refused) when (refused is not ImportRefusedException)
        {
            Interlocked.Increment(ref _refused);
        }
    }

    /// <summary>Each run ends, and where it failed it was because of what somebody else did meanwhile.</summary>
    private async Task AllHaveEndedAsync()
    {
        foreach (var run in _runs.Distinct().Order())
        {
            var ended = await bench.FollowToEndAsync(run);
            if (ended.State is RunState.Failed)
                Assert.Matches("later runs? stands?|is undone already", ended.Failure!);
        }
    }

    private async Task UndoEverythingAsync(Scenario scenario)
    {
        await using var context = bench.CreateContext();
        var runs = await context.Runs.AsNoTracking().Where(run => run.ProjectId == scenario.Project.Id).OrderByDescending(run => run.Id).ToListAsync(Token);
        foreach (var run in runs)
        {
            // An undo that came to its end is left as it is; one that was stopped is itself undone, and then its run.
            var now = (await RunSnapshot.ReadAsync(bench.DataSource, run.Id, Token))!;
            if (now.State is RunState.Reverted || run.UndoesRunId is not null && now.State is RunState.Succeeded)
                continue;
            var plan = await bench.Service<RunUndo>().PlanAsync(run.Id, Token);
            foreach (var undo in await bench.Service<RunUndo>().LaunchAsync(run.Id, plan!.Standing, scenario.Curator, Token))
                Assert.Equal(RunState.Succeeded, (await bench.FollowToEndAsync(undo.RunId)).State);
        }
    }

    /// <summary>A node that executes, with parts of a few occurrences.</summary>
    private Task<NodeInProcess> NodeAsync() => NodeInProcess.StartAsync(
        bench.DataSource, RunExecutionRole.Execute, services => services.AddSingleton(new PartSize(5, 64)));

    private async Task<IReadOnlyList<string>> RowsAsync(IReadOnlyList<ScenarioOccurrence> animals)
    {
        await using var command = bench.DataSource.CreateCommand(
            """
            select row::text from classifications row join detections detection on detection.id = row.detection_id
            where detection.occurrence_id = any($1) order by 1
            """);
        command.Parameters.Add(new() { Value = animals.Select(animal => animal.Id).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

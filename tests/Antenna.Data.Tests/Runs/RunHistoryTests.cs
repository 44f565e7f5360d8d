using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Runs;

public sealed class RunHistoryTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private RunHistory _history = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _history = new(_database, new DeclaredOutcomes());
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Runs_come_newest_first_page_by_page()
    {
        var ids = new List<long>();
        for (var number = 0; number < 5; number++)
            ids.Add(await AddRunAsync(_scenario));
        ids.Reverse();

        var first = await _history.ReadAsync(new(), 2, cursor: null, Token);
        var second = await _history.ReadAsync(new(), 2, first.Next, Token);
        var third = await _history.ReadAsync(new(), 2, second.Next, Token);
        var back = await _history.ReadAsync(new(), 2, third.Previous, Token);

        Assert.Equal(ids[..2], first.Items.Select(run => run.Id));
        Assert.Equal(ids[2..4], second.Items.Select(run => run.Id));
        Assert.Equal(ids[4..], third.Items.Select(run => run.Id));
        Assert.Equal(ids[2..4], back.Items.Select(run => run.Id));
        Assert.Equal((null, null), (first.Previous, third.Next));
    }

    [Fact]
    public async Task Each_filter_lets_through_what_it_names()
    {
        var list = await _scenario.AddListAsync();
        var version = await _scenario.AddVersionAsync(list, ["Actias luna"]);
        var occurrence = await _scenario.AddOccurrenceAsync(_moths.Says(1, 2));
        var colleague = await _scenario.AddPersonAsync("Colleague");
        var elsewhere = await Scenario.CreateAsync(_database.DataSource, "Jutland");
        var ofSet = await AddRunAsync(_scenario);
        var ofOccurrence = await AddRunAsync(_scenario, occurrence: occurrence.Id);
        var failed = await AddRunAsync(_scenario, state: RunState.Failed);
        var toList = await AddRunAsync(_scenario, version: version.Id);
        var byColleague = await AddRunAsync(_scenario, person: colleague.Id);
        var otherTask = await AddRunAsync(_scenario, task: "small-size-filter");
        var otherProject = await AddRunAsync(elsewhere);

        Assert.Equal([otherProject], await IdsAsync(new() { ProjectId = elsewhere.Project.Id }));
        Assert.Equal([failed], await IdsAsync(new() { State = RunState.Failed }));
        Assert.Equal([otherTask], await IdsAsync(new() { Task = "small-size-filter" }));
        Assert.Equal([otherTask, byColleague, toList, failed, ofSet], await IdsAsync(new() { CaptureSetId = _scenario.Set.Id }));
        Assert.Equal([ofOccurrence], await IdsAsync(new() { OccurrenceId = occurrence.Id }));
        Assert.Equal([toList], await IdsAsync(new() { TaxaListId = list.Id }));
        Assert.Equal([toList], await IdsAsync(new() { TaxaListVersionId = version.Id }));
        Assert.Empty(await IdsAsync(new() { TaxaListVersionId = version.Id + 1 }));
        Assert.Equal([byColleague], await IdsAsync(new() { RequestedById = colleague.Id }));
        await OweToStandingMaskAsync(toList, list);
        Assert.Equal([toList], await IdsAsync(new() { ByStandingMask = true }));
        Assert.Equal([otherProject, otherTask, byColleague, failed, ofOccurrence, ofSet], await IdsAsync(new() { ByStandingMask = false }));
        Assert.Empty(await IdsAsync(new() { RequestedById = colleague.Id, State = RunState.Failed }));
    }

    [Fact]
    public async Task A_run_is_found_by_the_day_on_which_it_was_launched()
    {
        var first = await AddRunAsync(_scenario, at: new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc));
        var late = await AddRunAsync(_scenario, at: new(2026, 6, 2, 23, 59, 59, DateTimeKind.Utc));
        var last = await AddRunAsync(_scenario, at: new(2026, 6, 3, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal([last, late], await IdsAsync(new() { From = new(2026, 6, 2) }));
        Assert.Equal([late, first], await IdsAsync(new() { To = new(2026, 6, 2) }));
        Assert.Equal([late], await IdsAsync(new() { From = new(2026, 6, 2), To = new(2026, 6, 2) }));
        Assert.Empty(await IdsAsync(new() { From = DateOnly.MaxValue }));
    }

    [Fact]
    public async Task A_run_is_found_with_the_names_of_what_it_refers_to_and_with_its_log()
    {
        var version = await _scenario.AddVersionAsync(await _scenario.AddListAsync(), ["Actias luna"]);
        var id = await AddRunAsync(_scenario, version: version.Id);
        await using (var connection = await _database.DataSource.OpenConnectionAsync(Token))
        {
            await RunLog.WriteAsync(connection, id, Scenario.Night, RunLogLevel.Warning, ["Skipped one."], Token);
            await RunLog.WriteAsync(connection, id, Scenario.Night, RunLogLevel.Information, ["Went on."], Token);
        }

        var run = await _history.FindAsync(id, Token);

        Assert.NotNull(run);
        Assert.Equal(("Green Mountains", "All nights", "moths", "Vermont moths", 1),
            (run.Run.Project, run.Run.ScopeName, run.Run.Source?.Name, run.Run.TaxaList?.Name, run.Run.TaxaList?.Number));
        Assert.Equal(["Went on.", "Skipped one."], run.Log.Select(line => line.Message));
        Assert.Equal(2, run.LogLines);
        Assert.Equal(run.Run, await _history.FindRowAsync(id, Token));
        Assert.Null(await _history.FindAsync(id + 1, Token));
        Assert.Null(await _history.FindRowAsync(id + 1, Token));
    }

    [Fact]
    public async Task Changes_of_a_run_are_counted_by_transition_and_apart_from_those_of_the_score_alone()
    {
        var (luna, samia) = (_moths.TaxonOf("Actias luna"), _moths.TaxonOf("Samia cynthia"));
        var animals = await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 6).Select(_ => new PipelineResult[][] { [_moths.Says(1, 2)] })]);
        var id = await AddRunAsync(_scenario);
        await using (var context = _database.CreateDbContext())
        {
            context.AddRange(
                Effect(animals[0], (luna, 0.9), (samia, 0.5)),
                Effect(animals[1], (luna, 0.9), (samia, 0.4)),
                Effect(animals[2], (samia, 0.9), null),
                Effect(animals[3], (luna, 0.9), (luna, 0.5)),
                Effect(animals[4], (luna, 0.9), (luna, 0.9)),
                Effect(animals[5], null, null));
            await context.SaveChangesAsync(Token);
        }

        var changes = await _history.ChangesAsync(id, most: 1, Token);

        var most = Assert.Single(changes.Transitions);
        Assert.Equal((luna, samia, 2), (most.From?.Id, most.To?.Id, most.Occurrences));
        Assert.Equal((3, 2), (changes.TaxonChanged, changes.TransitionCount));
        Assert.Equal((1, 1, 1), (changes.ScoreOnly, changes.Kept, changes.Undetermined));

        OccurrenceEffect Effect(ScenarioOccurrence animal, (long Taxon, double Score)? before, (long Taxon, double Score)? after) => new()
        {
            RunId = id, OccurrenceId = animal.Id, TaxonBeforeId = before?.Taxon, ScoreBefore = before?.Score, TaxonAfterId = after?.Taxon, ScoreAfter = after?.Score,
        };
    }

    /// <summary>The runs that a filter lets through; those that it matches by itself, as the news do it, are the same.</summary>
    private async Task<IEnumerable<long>> IdsAsync(RunFilter filter)
    {
        var found = (await _history.ReadAsync(filter, 100, cursor: null, Token)).Items.Select(run => run.Id).ToList();
        var all = await _history.ReadAsync(new(), 100, cursor: null, Token);
        Assert.Equal(found, all.Items.Where(run => _history.Matches(filter, run)).Select(run => run.Id));
        return found;
    }

    private async Task<long> AddRunAsync(
        Scenario scenario,
        long? occurrence = null,
        RunState state = RunState.Succeeded,
        long? version = null,
        long? person = null,
        string task = "class-masking",
        DateTime? at = null)
    {
        await using var context = _database.CreateDbContext();
        var run = new Run
        {
            ProjectId = scenario.Project.Id, Task = task, CaptureSetId = occurrence is null ? scenario.Set.Id : null, OccurrenceId = occurrence,
            SourceAlgorithmId = _moths.Id, AlgorithmId = _moths.Id, TaxaListVersionId = version, Settings = "{}", SettingsHash = "", BatchSize = 200,
            RequestedById = person ?? scenario.Curator.Id, State = state, CreatedAt = at ?? Scenario.Night,
        };
        context.Add(run);
        await context.SaveChangesAsync(Token);
        return run.Id;
    }

    private async Task OweToStandingMaskAsync(long run, TaxaList list)
    {
        await using var context = _database.CreateDbContext();
        var mask = new StandingMask { ProjectId = _scenario.Project.Id, TaxaListId = list.Id, AlgorithmId = _moths.Id, SetById = _scenario.Curator.Id, SetAt = Scenario.Night };
        context.Add(mask);
        await context.SaveChangesAsync(Token);
        context.Add(new StandingMaskLaunch { StandingMaskId = mask.Id, CaptureSetId = _scenario.Set.Id, File = "night.json", ImportedAt = Scenario.Night, SettledAt = Scenario.Night, RunId = run });
        await context.SaveChangesAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

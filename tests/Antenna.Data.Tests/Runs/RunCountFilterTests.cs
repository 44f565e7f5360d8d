using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Runs;

/// <summary>Runs by what became of their rows and occurrences, which their parts have counted.</summary>
public sealed class RunCountFilterTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private RunHistory _history = null!;
    private Scenario _scenario = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _history = new(_database, new DeclaredOutcomes());
        _scenario = await Scenario.CreateAsync(_database.DataSource);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_run_is_found_by_how_many_occurrences_all_its_parts_updated()
    {
        var unstarted = await AddRunAsync();
        var none = await AddRunAsync((0, """{"unchanged": 7}"""));
        var one = await AddRunAsync((0, "{}"), (1, """{"masked": 1}"""));
        var many = await AddRunAsync((30, """{"masked": 30}"""), (20, """{"masked": 25}"""));

        Assert.Equal([many, one, none, unstarted], await IdsAsync(new() { MinUpdated = 0 }));
        Assert.Equal([many, one], await IdsAsync(new() { MinUpdated = 1 }));
        Assert.Equal([many], await IdsAsync(new() { MinUpdated = 50 }));
        Assert.Empty(await IdsAsync(new() { MinUpdated = 51 }));
        Assert.Equal([none, unstarted], await IdsAsync(new() { MaxUpdated = 0 }));
        Assert.Equal([one], await IdsAsync(new() { MinUpdated = 1, MaxUpdated = 49 }));
    }

    [Fact]
    public async Task A_run_is_found_by_the_kinds_of_outcomes_that_some_or_no_row_of_any_part_came_to()
    {
        var unstarted = await AddRunAsync();
        var unchanged = await AddRunAsync((0, """{"unchanged": 7}"""));
        var restored = await AddRunAsync((0, """{"unchanged": 1}"""), (1, """{"restored": 1}"""));
        var held = await AddRunAsync((0, """{"held": 2, "masked": 1}"""));
        var skipped = await AddRunAsync((0, "{}"), (0, "{}"), (0, """{"no-logits": 3}"""));

        Assert.Equal([held, restored], await IdsAsync(new() { SomeRows = OutcomeKind.Changed }));
        Assert.Equal([skipped, unchanged, unstarted], await IdsAsync(new() { NoRows = OutcomeKind.Changed }));
        Assert.Equal([restored, unchanged], await IdsAsync(new() { SomeRows = OutcomeKind.Unchanged }));
        Assert.Equal([held], await IdsAsync(new() { SomeRows = OutcomeKind.Left }));
        Assert.Equal([skipped], await IdsAsync(new() { SomeRows = OutcomeKind.Skipped }));
        Assert.Equal([held, restored, unchanged, unstarted], await IdsAsync(new() { NoRows = OutcomeKind.Skipped }));
        Assert.Equal([skipped], await IdsAsync(new() { SomeRows = OutcomeKind.Skipped, NoRows = OutcomeKind.Changed, MaxUpdated = 0 }));
        Assert.Empty(await IdsAsync(new() { SomeRows = OutcomeKind.Left, NoRows = OutcomeKind.Left }));
    }

    /// <summary>Both tasks have an outcome "gone": one skips such a row, the other changed it.</summary>
    [Fact]
    public async Task An_outcome_is_of_the_kind_that_the_runs_own_task_declares()
    {
        var mask = await AddRunAsync((0, """{"gone": 1}"""));
        var size = await AddRunAsync(DeclaredOutcomes.Size, (0, """{"gone": 1}"""));
        var unknown = await AddRunAsync("a-task-that-was", (0, """{"gone": 1}"""));

        Assert.Equal([mask], await IdsAsync(new() { SomeRows = OutcomeKind.Skipped }));
        Assert.Equal([size], await IdsAsync(new() { SomeRows = OutcomeKind.Changed }));
        Assert.Equal([unknown, mask], await IdsAsync(new() { NoRows = OutcomeKind.Changed }));
        Assert.Empty(await IdsAsync(new() { SomeRows = OutcomeKind.Left }));
    }

    [Fact]
    public async Task What_counts_let_through_comes_newest_first_page_by_page()
    {
        var found = new List<long>();
        for (var number = 0; number < 5; number++)
        {
            await AddRunAsync((0, """{"unchanged": 1}"""));
            found.Insert(0, await AddRunAsync((1, """{"masked": 1}""")));
        }

        var filter = new RunFilter { SomeRows = OutcomeKind.Changed, MinUpdated = 1 };
        var first = await _history.ReadAsync(filter, 2, cursor: null, Token);
        var second = await _history.ReadAsync(filter, 2, first.Next, Token);
        var third = await _history.ReadAsync(filter, 2, second.Next, Token);
        var back = await _history.ReadAsync(filter, 2, third.Previous, Token);

        Assert.Equal(found, new[] { first, second, third }.SelectMany(page => page.Items).Select(run => run.Id));
        Assert.Equal(second.Items.Select(run => run.Id), back.Items.Select(run => run.Id));
        Assert.Equal((null, null), (first.Previous, third.Next));
    }

    /// <summary>The runs that a filter lets through; those that it matches by itself, as the news do it, are the same.</summary>
    private async Task<IEnumerable<long>> IdsAsync(RunFilter filter)
    {
        var found = (await _history.ReadAsync(filter, 100, cursor: null, Token)).Items.Select(run => run.Id).ToList();
        var all = await _history.ReadAsync(new(), 100, cursor: null, Token);
        Assert.Equal(found, all.Items.Where(run => _history.Matches(filter, run)).Select(run => run.Id));
        return found;
    }

    private Task<long> AddRunAsync(params (long Updated, string Outcomes)[] parts) => AddRunAsync(DeclaredOutcomes.Mask, parts);

    private async Task<long> AddRunAsync(string task, params (long Updated, string Outcomes)[] parts)
    {
        await using var context = _database.CreateDbContext();
        var run = new Run
        {
            ProjectId = _scenario.Project.Id, Task = task, CaptureSetId = _scenario.Set.Id, Settings = "{}", SettingsHash = "", BatchSize = 200,
            RequestedById = _scenario.Curator.Id, State = RunState.Succeeded, CreatedAt = Scenario.Night,
        };
        context.Add(run);
        await context.SaveChangesAsync(Token);
        context.AddRange(parts.Index().Select(part => new RunPart
        {
            RunId = run.Id, Number = part.Index + 1, OccurrencesUpdated = part.Item.Updated, Outcomes = part.Item.Outcomes, Listed = "{}",
        }));
        await context.SaveChangesAsync(Token);
        return run.Id;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Verification;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>Undoing a run gives back what was before it, row for row.</summary>
public sealed class UndoTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await bench.NewScenarioAsync();
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Hyalophora cecropia", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 12).Select(number => new[] { new[] { _moths.Says(number % 3, 2, 3) } })]);
        _list = await _scenario.AddListOfAsync("Actias luna", "Hyalophora cecropia");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_a_run_wrote_goes_and_what_counted_before_counts_again()
    {
        var before = await ContentAsync();
        var run = await MaskAsync();
        Assert.NotEqual(before, await ContentAsync());

        var undo = await UndoAsync(run);

        Assert.Equal((RunState.Succeeded, 12), (undo.State, undo.Counters[UndoOutcomes.Undone]));
        Assert.Equal(before, await ContentAsync());
        Assert.Equal(RunState.Reverted, (await ReadAsync(run)).State);
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Undoing_an_undo_brings_every_row_back_as_it_was()
    {
        var run = await MaskAsync();
        var masked = await ContentAsync();
        var undo = await UndoAsync(run);

        var redo = await UndoAsync(undo.RunId);

        Assert.Equal(RunState.Succeeded, redo.State);
        Assert.Equal(masked, await ContentAsync());
        Assert.Equal((RunState.Succeeded, RunState.Reverted), ((await ReadAsync(run)).State, (await ReadAsync(undo.RunId)).State));
        await UndoAsync(run);
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Undoing_a_redo_undoes_the_run_again()
    {
        var before = await ContentAsync();
        var run = await MaskAsync();
        var masked = await ContentAsync();
        var undo = await UndoAsync(run);
        var redo = await UndoAsync(undo.RunId);

        var again = await UndoAsync(redo.RunId);

        Assert.Equal(before, await ContentAsync());
        Assert.Equal(
            (RunState.Reverted, RunState.Succeeded, RunState.Reverted),
            ((await ReadAsync(run)).State, (await ReadAsync(undo.RunId)).State, (await ReadAsync(redo.RunId)).State));
        await UndoAsync(again.RunId);
        Assert.Equal(masked, await ContentAsync());
        Assert.Equal((RunState.Succeeded, RunState.Reverted), ((await ReadAsync(run)).State, (await ReadAsync(undo.RunId)).State));
    }

    [Fact]
    public async Task An_undo_that_was_canceled_and_is_undone_turns_no_run()
    {
        var run = await MaskAsync();
        var masked = await ContentAsync();
        var canceled = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(run, [], _scenario.Curator, Token)).RunId;
        await bench.Service<RunControl>().CancelAsync(canceled, _scenario.Curator, Token);

        var redo = await UndoAsync(canceled);
        await UndoAsync(redo.RunId);

        Assert.Equal((RunState.Succeeded, RunState.Canceled), ((await ReadAsync(run)).State, (await ReadAsync(canceled)).State));
        Assert.Equal(masked, await ContentAsync());
    }

    [Fact]
    public async Task An_undo_is_not_undone_before_the_later_undo_of_an_older_run()
    {
        var first = await MaskAsync();
        await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        var second = await MaskAsync();
        var both = await ContentAsync();
        var undoOfSecond = await UndoAsync(second);
        var undoOfFirst = await UndoAsync(first);

        var plan = await bench.Service<RunUndo>().PlanAsync(undoOfSecond.RunId, Token);

        Assert.Equal([undoOfFirst.RunId], plan!.Standing);
        foreach (var redo in await bench.Service<RunUndo>().LaunchAsync(undoOfSecond.RunId, plan.Standing, _scenario.Curator, Token))
            Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(redo.RunId)).State);
        Assert.Equal(both, await ContentAsync());
        Assert.Equal((RunState.Succeeded, RunState.Succeeded), ((await ReadAsync(first)).State, (await ReadAsync(second)).State));
    }

    [Fact]
    public async Task An_undo_that_starts_when_its_run_was_undone_meanwhile_says_so_and_does_nothing()
    {
        var run = await MaskAsync();
        var late = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(run, [], _scenario.Curator, Token));

        // As if the run had been undone between the look at it and the launch.
        await bench.ExecuteSqlAsync($"update runs set state = 'Reverted' where id = {run}");
        var ended = await bench.ExecuteAsync(late.RunId);

        Assert.Equal((RunState.Failed, $"Run {run} is undone already."), (ended.State, ended.Failure));
    }

    [Fact]
    public async Task What_a_redo_did_after_newer_results_came_in_is_undone_whole()
    {
        var run = await MaskAsync();
        await bench.ExecuteSqlAsync($"update classifications set terminal = false where lineage_id = {_animals[0].Source}");
        var undo = await UndoAsync(run);
        await bench.ExecuteSqlAsync($"update classifications set terminal = false where lineage_id = {_animals[1].Source}");
        var before = await ContentAsync();

        var redo = await UndoAsync(undo.RunId);
        await UndoAsync(redo.RunId);

        Assert.Equal((2, 10), (redo.Counters[UndoOutcomes.ChangedSince], redo.Counters[UndoOutcomes.Undone]));
        Assert.Equal(before, await ContentAsync());
    }

    [Fact]
    public async Task A_run_that_others_stand_on_is_undone_with_them_newest_first()
    {
        var before = await ContentAsync();
        var first = await MaskAsync();
        await _scenario.AddVersionAsync(_list, ["Actias luna"]);
        var second = await MaskAsync();
        await _scenario.AddVersionAsync(_list, ["Hyalophora cecropia"]);
        var third = await MaskAsync();

        var plan = await bench.Service<RunUndo>().PlanAsync(first, Token);
        Assert.Equal([third, second], plan!.Standing);
        var refusal = await Assert.ThrowsAsync<RunRefusedException>(
            () => bench.Service<RunUndo>().LaunchAsync(first, [second], _scenario.Curator, Token));
        Assert.Contains($"{third}", refusal.Message, StringComparison.Ordinal);
        var launched = await bench.Service<RunUndo>().LaunchAsync(first, plan.Standing, _scenario.Curator, Token);
        Assert.Equal(3, launched.Count);
        foreach (var undo in launched)
            Assert.Equal(RunState.Succeeded, (await bench.ExecuteAsync(undo.RunId)).State);

        Assert.Equal(before, await ContentAsync());
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task What_people_said_since_stays()
    {
        var run = await MaskAsync();
        await _scenario.IdentifyAsync(_animals[0], "Samia cynthia");

        await UndoAsync(run);

        var occurrence = await bench.OccurrenceAsync(_animals[0].Id);
        Assert.Equal((_moths.TaxonOf("Samia cynthia"), true), (occurrence.DeterminationTaxonId, occurrence.Verified));
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task What_newer_results_retired_since_stays_retired()
    {
        var run = await MaskAsync();
        await bench.ExecuteSqlAsync($"update classifications set terminal = false where lineage_id = {_animals[0].Source}");

        var undo = await UndoAsync(run);

        Assert.Equal((1, 11), (undo.Counters[UndoOutcomes.ChangedSince], undo.Counters[UndoOutcomes.Undone]));
        Assert.False(Assert.Single(await bench.LineageAsync(_animals[0].Source)).Terminal);
    }

    [Fact]
    public async Task A_second_click_finds_the_undo_under_way_and_a_later_one_that_it_is_done()
    {
        var run = await MaskAsync();

        var first = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(run, [], _scenario.Curator, Token));
        var second = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(run, [], _scenario.Curator, Token));

        Assert.Equal((first.RunId, true), (second.RunId, second.AlreadyUnderWay));
        await bench.ExecuteAsync(first.RunId);
        await Assert.ThrowsAsync<RunRefusedException>(() => bench.Service<RunUndo>().LaunchAsync(run, [], _scenario.Curator, Token));
    }

    private async Task<long> MaskAsync() => (await bench.RunAsync(_scenario.Mask(_list, _moths), _scenario.Curator)).RunId;

    private async Task<RunSnapshot> UndoAsync(long runId)
    {
        var undo = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(runId, [], _scenario.Curator, Token));
        return await bench.ExecuteAsync(undo.RunId);
    }

    private async Task<RunSnapshot> ReadAsync(long runId) => (await RunSnapshot.ReadAsync(bench.DataSource, runId, Token))!;

    /// <summary>Every classification and occurrence of the project, as the tables have them.</summary>
    private async Task<IReadOnlyList<string>> ContentAsync()
    {
        await using var command = bench.DataSource.CreateCommand(
            """
            select row::text from classifications row join detections detection on detection.id = row.detection_id
            join occurrences occurrence on occurrence.id = detection.occurrence_id where occurrence.project_id = $1
            union all select occurrence::text from occurrences occurrence where project_id = $1
            union all select ran::text from occurrence_algorithms ran where project_id = $1
            order by 1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = _scenario.Project.Id });
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
            rows.Add(reader.GetString(0));
        return rows;
    }

    private async Task AssertVerifiedAsync() => Assert.Empty(
        (await new DerivedVerification(bench.DataSource).VerifyAsync(repair: false, progress: null, Token)).Remaining.Select(table => table.ToString()));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class RunRetryTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await bench.NewScenarioAsync();
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 4).Select(_ => new[] { new[] { _moths.Says(1, 3) } })]);
        _list = await _scenario.AddListOfAsync("Actias luna");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(RunScopeKind.CaptureSet, 4)]
    [InlineData(RunScopeKind.Selection, 2)]
    [InlineData(RunScopeKind.Occurrence, 1)]
    public async Task A_retry_is_a_new_run_with_the_same_settings_over_the_same_scope(RunScopeKind kind, int rows)
    {
        var scope = kind switch
        {
            RunScopeKind.CaptureSet => RunScope.OfCaptureSet(_scenario.Set.Id),
            RunScopeKind.Selection => RunScope.OfSelection([_animals[3].Id, _animals[1].Id]),
            _ => RunScope.OfOccurrence(_animals[2].Id),
        };
        var before = await CancelAsync(Mask(scope).WithOptions(options => options with { HoldBelow = 0.01 }).With(settings => settings with { BatchSize = 3 }));

        Assert.Equal(new(before.Id, rows, null), await Retry.PlanAsync(before.Id, _scenario.Curator, Token));
        var retried = Assert.Single(await Retry.LaunchAsync(before.Id, _scenario.Curator, Token));

        var after = await FindAsync(retried.RunId);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal((before.Settings, before.SettingsHash, before.BatchSize), (after.Settings, after.SettingsHash, after.BatchSize));
        Assert.Equal(
            (before.CaptureSetId, before.SelectionId, before.OccurrenceId), (after.CaptureSetId, after.SelectionId, after.OccurrenceId));
        Assert.Equal((RunState.Succeeded, rows), ((await bench.ExecuteAsync(after.Id)) is var end ? (end.State, (int)end.Counters.Masked) : default));
        Assert.Equal(RunState.Canceled, (await FindAsync(before.Id)).State);
    }

    [Fact]
    public async Task A_retry_finds_unchanged_what_the_run_did_already()
    {
        var before = await CancelAsync(Mask(RunScope.OfCaptureSet(_scenario.Set.Id)));
        await bench.RunAsync(Mask(RunScope.OfSelection([_animals[0].Id, _animals[1].Id])), _scenario.Curator);

        var retried = await bench.ExecuteAsync(Assert.Single(await Retry.LaunchAsync(before.Id, _scenario.Curator, Token)).RunId);

        Assert.Equal(MaskCounts.Of(masked: 2, unchanged: 2), retried.Counters);
    }

    [Fact]
    public async Task Retrying_twice_makes_one_run()
    {
        var before = await CancelAsync(Mask(RunScope.OfCaptureSet(_scenario.Set.Id)));

        var first = Assert.Single(await Retry.LaunchAsync(before.Id, _scenario.Curator, Token));
        var second = Assert.Single(await Retry.LaunchAsync(before.Id, _scenario.Curator, Token));

        Assert.Equal((first.RunId, true), (second.RunId, second.AlreadyUnderWay));
    }

    [Fact]
    public async Task Any_task_is_retried_with_its_own_settings()
    {
        var request = new TaskRequest(RunScope.OfSelection([_animals[0].Id]), TaskValues.Empty.With("threshold", "0.002"));
        var launched = Assert.Single(await bench.Service<RunLauncher>().LaunchAsync(SizeFilterTask.TaskKey, request, _scenario.Curator, Token));
        await bench.ExecuteAsync(launched.RunId);

        var retried = await FindAsync(Assert.Single(await Retry.LaunchAsync(launched.RunId, _scenario.Curator, Token)).RunId);

        Assert.Equal((SizeFilterTask.TaskKey, (await FindAsync(launched.RunId)).Settings), (retried.Task, retried.Settings));
    }

    [Fact]
    public async Task A_run_under_way_and_an_undo_are_not_retried()
    {
        var underWay = Assert.Single(await bench.LaunchAsync(Mask(RunScope.OfOccurrence(_animals[0].Id)), _scenario.Curator)).RunId;
        var undone = (await bench.RunAsync(Mask(RunScope.OfOccurrence(_animals[2].Id)), _scenario.Curator)).RunId;
        var undo = Assert.Single(await bench.Service<RunUndo>().LaunchAsync(undone, [], _scenario.Curator, Token)).RunId;
        await bench.ExecuteAsync(undo);

        Assert.Contains("is under way", await RefusalAsync(underWay), StringComparison.Ordinal);
        Assert.Contains("is an undo", await RefusalAsync(undo), StringComparison.Ordinal);
        Assert.Contains("There is no run", await RefusalAsync(long.MaxValue), StringComparison.Ordinal);
        Assert.Null(await Retry.PlanAsync(long.MaxValue, _scenario.Curator, Token));
    }

    [Fact]
    public async Task What_the_settings_no_longer_allow_is_said_before_and_refused()
    {
        var before = await CancelAsync(Mask(RunScope.OfCaptureSet(_scenario.Set.Id)));
        var other = await bench.NewScenarioAsync();
        await bench.ExecuteSqlAsync($"update taxa_lists set project_id = {other.Project.Id} where id = {_list.Id}");

        Assert.Contains("belongs to project", (await Retry.PlanAsync(before.Id, _scenario.Curator, Token))!.WhyNot, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LaunchRefusedException>(() => Retry.LaunchAsync(before.Id, _scenario.Curator, Token));
    }

    private RunRetry Retry => bench.Service<RunRetry>();

    private MaskRequest Mask(RunScope scope) => new(scope, new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] });

    private async Task<string> RefusalAsync(long runId) =>
        (await Assert.ThrowsAsync<RunRefusedException>(() => Retry.LaunchAsync(runId, _scenario.Curator, Token))).Message;

    /// <summary>A run that was canceled before it did anything.</summary>
    private async Task<Run> CancelAsync(MaskRequest request)
    {
        var run = Assert.Single(await bench.LaunchAsync(request, _scenario.Curator)).RunId;
        await bench.Service<RunControl>().CancelAsync(run, _scenario.Curator, Token);
        return await FindAsync(run);
    }

    private async Task<Run> FindAsync(long id)
    {
        await using var context = bench.CreateContext();
        return await context.Runs.AsNoTracking().SingleAsync(run => run.Id == id, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

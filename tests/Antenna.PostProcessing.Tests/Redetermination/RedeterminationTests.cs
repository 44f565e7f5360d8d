using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Redetermination;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Redetermination;

public sealed class RedeterminationTests(RunBench bench) : IClassFixture<RunBench>, IAsyncLifetime
{
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await bench.NewScenarioAsync();
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 5).Select(_ => new[] { new[] { _moths.Says(3, 1) } })]);
        await _scenario.IdentifyAsync(_animals[4], "Samia cynthia");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_right_is_not_touched()
    {
        var before = await bench.ContentAsync(_scenario);

        var run = await RecomputeAsync(_scenario.Everything());

        Assert.Equal((5, 5, 0), (run.Total, run.Counters[RedeterminationOutcomes.Right], run.OccurrencesUpdated));
        Assert.Equal(before, await bench.ContentAsync(_scenario));
        Assert.Equal(0, await EffectsAsync(run.RunId));
    }

    [Fact]
    public async Task What_is_stale_is_counted_and_corrected()
    {
        var before = await bench.ContentAsync(_scenario);
        await MakeStaleAsync();

        var counts = await bench.DryRunAsync(RedeterminationTask.TaskKey, _scenario.Everything(), TaskValues.Empty, _scenario.Curator);
        var run = await RecomputeAsync(_scenario.Everything(), TaskValues.Empty.With(TaskField.BatchSize.Key, "2"));

        Assert.Equal((3, 2, 2), (run.Counters[RedeterminationOutcomes.Stale], run.Counters[RedeterminationOutcomes.Right], run.OccurrencesUpdated));
        Assert.Equal((run.Counters, run.OccurrencesUpdated), (counts.Counters, counts.OccurrencesUpdated));
        Assert.Equal(before, await bench.ContentAsync(_scenario));
        Assert.Equal(3, await EffectsAsync(run.RunId));
        await bench.AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_selection_and_one_occurrence_are_recomputed_alone()
    {
        await MakeStaleAsync();

        Assert.Equal(1, (await RecomputeAsync(RunScope.OfOccurrence(_animals[0].Id))).Counters[RedeterminationOutcomes.Stale]);
        var selection = await RecomputeAsync(RunScope.OfSelection([_animals[0].Id, _animals[1].Id]));

        Assert.Equal((1, 1), (selection.Counters[RedeterminationOutcomes.Stale], selection.Counters[RedeterminationOutcomes.Right]));
        Assert.Equal(1, (await RecomputeAsync(_scenario.Everything())).Counters[RedeterminationOutcomes.Stale]);
    }

    [Fact]
    public async Task Undoing_it_does_not_make_determinations_wrong_again()
    {
        await MakeStaleAsync();
        var run = await RecomputeAsync(_scenario.Everything());
        var right = await bench.ContentAsync(_scenario);

        await bench.UndoAsync(run.RunId, _scenario.Curator);

        Assert.Equal(right, await bench.ContentAsync(_scenario));
    }

    private Task<RunSnapshot> RecomputeAsync(RunScope scope, TaskValues? values = null) =>
        bench.RunAsync(RedeterminationTask.TaskKey, scope, values ?? TaskValues.Empty, _scenario.Curator);

    /// <summary>As nothing but a fault or a hand in the database would: one another taxon, one another score, one without its machine's.</summary>
    private async Task MakeStaleAsync() => await bench.ExecuteSqlAsync(
        $"""
        update occurrences set determination_taxon_id = {_moths.TaxonOf("Samia cynthia")} where id = {_animals[0].Id};
        update occurrences set determination_taxon_id = null, determination_score = null where id = {_animals[1].Id};
        update occurrences set machine_taxon_id = null, machine_score = null where id = {_animals[4].Id};
        """);

    private async Task<int> EffectsAsync(long runId)
    {
        await using var context = bench.CreateContext();
        return await context.OccurrenceEffects.CountAsync(effect => effect.RunId == runId, TestContext.Current.CancellationToken);
    }
}

using Antenna.Data.CaptureSets;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.CaptureSets;

public sealed class CaptureSetEditingTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private CaptureSetEditing _editing = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _editing = new(_database.DataSource, _taxonomy, TimeProvider.System);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrencesAsync([[[_moths.Says(4, 1)]], [[_moths.Says(1, 4)]], [[_moths.Says(1, 5)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_set_of_a_filter_holds_what_that_found_then_and_stays_so()
    {
        var filter = await SamiaAsync();

        var id = await _editing.CreateAsync(filter, CaptureSample.All, " Cynthia ", Token);
        await _scenario.AddOccurrencesAsync([[[_moths.Says(0, 9)]]]);

        Assert.Equal((2, 3), (await CountAsync(id), await _editing.CountAsync(filter, Token)));
        await using var context = _database.CreateDbContext();
        var set = await context.CaptureSets.SingleAsync(set => set.Id == id, Token);
        Assert.Equal(("Cynthia", _scenario.Project.Id), (set.Name, set.ProjectId));
    }

    [Fact]
    public async Task A_set_of_a_selection_holds_the_captures_of_what_is_there_of_it_and_is_of_its_project()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(0, 9)]], [[_moths.Says(0, 9)]]]);
        var selection = OccurrenceChoice.Of([animals[0].Id, 404_404]);
        var other = await Scenario.CreateAsync(_database.DataSource, "Another");
        var elsewhere = await other.AddOccurrenceAsync(_moths.Says(0, 9));

        var id = await _editing.CreateAsync(selection, CaptureSample.All, "Odd ones", Token);

        Assert.Equal((1, 1), (await CountAsync(id), await _editing.CountAsync(selection, Token)));
        await using var context = _database.CreateDbContext();
        Assert.Equal(_scenario.Project.Id, (await context.CaptureSets.SingleAsync(set => set.Id == id, Token)).ProjectId);
        await Assert.ThrowsAsync<CaptureSetRefusedException>(
            () => _editing.CreateAsync(OccurrenceChoice.Of([animals[0].Id, elsewhere.Id]), CaptureSample.All, "Of both", Token));
        await Assert.ThrowsAsync<CaptureSetRefusedException>(() => _editing.CreateAsync(OccurrenceChoice.Of([404_404]), CaptureSample.All, "Gone", Token));
    }

    [Fact]
    public async Task A_set_whose_figures_take_long_to_count_is_made_all_the_same()
    {
        // A large set takes as long as a lock that somebody holds.
        const int Limit = 5;
        await using var hasty = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { CommandTimeout = Limit });
        var editing = new CaptureSetEditing(hasty, _taxonomy, TimeProvider.System);
        Task<long> making;
        await using (var counting = await HeldLock.TakeAsync(_database.ConnectionString, "lock table capture_set_figures in exclusive mode"))
        {
            making = editing.CreateAsync(await SamiaAsync(), CaptureSample.All, "Cynthia", Token);
            await counting.IsWaitedForAsync();
            await using var passing = _database.DataSource.CreateCommand($"select pg_sleep({Limit + 1})");
            await passing.ExecuteNonQueryAsync(Token);
        }

        Assert.Equal(2, await CountAsync(await making));
    }

    [Theory]
    [InlineData("All nights", "already")]
    [InlineData("  ", "no name")]
    public async Task A_name_that_is_taken_or_empty_is_refused_and_no_set_is_made(string name, string reason)
    {
        var refusal = await Assert.ThrowsAsync<CaptureSetRefusedException>(async () => await _editing.CreateAsync(await SamiaAsync(), CaptureSample.All, name, Token));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        await using var context = _database.CreateDbContext();
        Assert.Equal(1, await context.CaptureSets.CountAsync(Token));
    }

    [Fact]
    public async Task A_filter_of_several_projects_or_that_finds_nothing_makes_no_set()
    {
        await Scenario.CreateAsync(_database.DataSource, "Another");

        await Assert.ThrowsAsync<CaptureSetRefusedException>(() => _editing.CreateAsync(OccurrenceChoice.Of(new OccurrenceFilter()), CaptureSample.All, "All", Token));
        await Assert.ThrowsAsync<CaptureSetRefusedException>(
            () => _editing.CreateAsync(OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id, MinScore = 0.9999 }), CaptureSample.All, "Sure", Token));

        await using var context = _database.CreateDbContext();
        Assert.Equal(2, await context.CaptureSets.CountAsync(Token));
    }

    [Fact]
    public async Task A_sample_takes_every_so_many_by_time_or_draws_the_same_ones_again_with_the_same_seed()
    {
        await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 20).Select(number => new[] { new[] { _moths.Says(number, 1) } })]);
        var everything = OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id });
        await using var context = _database.CreateDbContext();
        var byTime = await context.Captures.OrderBy(capture => capture.CapturedAt == null).ThenBy(capture => capture.CapturedAt).ThenBy(capture => capture.Id)
            .Select(capture => capture.Id).ToListAsync(Token);
        var (third, drawn, more) = (new CaptureSample(CaptureSampleKind.EveryNth, 3), new CaptureSample(CaptureSampleKind.AtRandom, 5, Seed: 7), new CaptureSample(CaptureSampleKind.AtRandom, 500));

        Assert.Equal(byTime.Where((_, place) => place % 3 == 0).Order(), await SampledAsync(third, "Thirds"));
        var first = await SampledAsync(drawn, "Drawn");
        Assert.Equal(first, await SampledAsync(drawn, "Drawn again"));
        Assert.NotEqual(first, await SampledAsync(drawn with { Seed = 8 }, "Drawn otherwise"));
        Assert.Equal(byTime.Order(), await SampledAsync(more, "All of them"));
        Assert.Equal((8, 5, 23), (third.CountOf(23), drawn.CountOf(23), more.CountOf(23)));
        Assert.Equal((8, 5), ((await SampledAsync(third, "Counted")).Count, first.Count));

        async Task<IReadOnlyList<long>> SampledAsync(CaptureSample sample, string name)
        {
            var id = await _editing.CreateAsync(everything, sample, name, Token);
            return await context.CaptureSetItems.Where(item => item.CaptureSetId == id).Select(item => item.CaptureId).Order().ToListAsync(Token);
        }
    }

    [Theory]
    [InlineData(CaptureSampleKind.EveryNth)]
    [InlineData(CaptureSampleKind.AtRandom)]
    public async Task A_sample_of_nothing_makes_no_set(CaptureSampleKind kind)
    {
        var sample = new CaptureSample(kind, 0);

        await Assert.ThrowsAsync<CaptureSetRefusedException>(() => _editing.CreateAsync(OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id }), sample, "None", Token));
        Assert.Equal(0, sample.CountOf(23));
    }

    [Fact]
    public async Task A_set_is_renamed_unless_another_of_its_project_has_the_name()
    {
        var id = await _editing.CreateAsync(await SamiaAsync(), CaptureSample.All, "Cynthia", Token);

        await _editing.RenameAsync(id, "Silk moths", Token);
        await Assert.ThrowsAsync<CaptureSetRefusedException>(() => _editing.RenameAsync(id, "All nights", Token));

        await using var context = _database.CreateDbContext();
        Assert.Equal("Silk moths", (await context.CaptureSets.SingleAsync(set => set.Id == id, Token)).Name);
    }

    [Fact]
    public async Task A_deleted_set_leaves_its_captures()
    {
        var id = await _editing.CreateAsync(await SamiaAsync(), CaptureSample.All, "Cynthia", Token);
        Assert.Equal(new CaptureSetDependents(Captures: 2, Runs: 0, Launches: 0), await _editing.DependentsAsync(id, Token));

        await _editing.DeleteAsync(id, Token);

        await using var context = _database.CreateDbContext();
        Assert.Equal((1, 3), (await context.CaptureSets.CountAsync(Token), await context.Captures.CountAsync(Token)));
        Assert.Null(await _editing.DependentsAsync(id, Token));
    }

    [Fact]
    public async Task A_set_that_a_run_has_as_its_scope_is_not_deleted()
    {
        await using (var context = _database.CreateDbContext())
        {
            context.Add(new Run
            {
                ProjectId = _scenario.Project.Id, Task = "test", CaptureSetId = _scenario.Set.Id, State = RunState.Succeeded, Settings = "{}", SettingsHash = "1",
                BatchSize = 1, RequestedById = _scenario.Curator.Id, CreatedAt = Scenario.Night,
            });
            await context.SaveChangesAsync(Token);
        }

        Assert.Equal(1, (await _editing.DependentsAsync(_scenario.Set.Id, Token))!.Runs);
        await Assert.ThrowsAsync<CaptureSetRefusedException>(() => _editing.DeleteAsync(_scenario.Set.Id, Token));

        Assert.Equal(3, await CountAsync(_scenario.Set.Id));
    }

    private async Task<OccurrenceChoice> SamiaAsync() => OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id, TaxonId = await _scenario.SpeciesAsync("Samia cynthia") });

    private async Task<int> CountAsync(long set)
    {
        await using var context = _database.CreateDbContext();
        return await context.CaptureSetItems.CountAsync(item => item.CaptureSetId == set, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

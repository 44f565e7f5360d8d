using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Projects;

public sealed class CaptureSetCatalogTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly CaptureSetCatalog _catalog = new(database, database.DataSource);
    private static int _projects;

    [Fact]
    public async Task A_set_is_counted_in_captures_boxes_animals_nights_and_stations()
    {
        var scenario = await NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrencesAsync([[[moths.Says(1, 2)], [moths.Says(2, 1)]], [[moths.Says(3, 1)]]]);
        var ids = await CapturesAsync(scenario);
        var ridge = await AddDeploymentAsync(scenario, "Ridge");
        await PlaceAsync(ids[0], ridge, new(2024, 7, 12, 23, 0, 0));
        await PlaceAsync(ids[1], ridge, new(2024, 7, 13, 2, 0, 0));
        await PlaceAsync(ids[2], null, new(2024, 7, 13, 22, 0, 0));

        var row = Assert.Single((await _catalog.ListAsync(scenario.Project.Id, 10, cursor: null, Token)).Items);
        var contents = await _catalog.ContentsAsync(scenario.Set.Id, Token);

        Assert.Equal(new(Captures: 3, Detections: 3, Occurrences: 2, Nights: 2, Deployments: 1), row.Counts);
        Assert.Equal((new DateTime(2024, 7, 12, 23, 0, 0), new DateTime(2024, 7, 13, 22, 0, 0)), (row.FirstCapturedAt, row.LastCapturedAt));
        Assert.Empty(await _catalog.LastRunsAsync([scenario.Set.Id], Token));
        Assert.NotNull(contents);
        Assert.Equal(row, contents.Set);
        Assert.Equal(
            [("Ridge", 2L, 1), (null, 1L, 1)],
            contents.Deployments.Select(station => (station.Deployment?.Name, station.Captures, station.Nights)));
    }

    [Fact]
    public async Task Sets_are_paged_by_project_and_name_in_both_directions()
    {
        var scenario = await NewScenarioAsync();
        await using (var context = database.CreateDbContext())
        {
            context.AddRange(Enumerable.Range(1, 6).Select(number => new CaptureSet { ProjectId = scenario.Project.Id, Name = $"Night {7 - number}" }));
            await context.SaveChangesAsync(Token);
        }

        var pages = new List<Page<CaptureSetRow>>();
        do
            pages.Add(await _catalog.ListAsync(scenario.Project.Id, 3, pages.LastOrDefault()?.Next, Token));
        while (pages[^1].Next is not null);

        Assert.Equal(
            ["All nights", "Night 1", "Night 2", "Night 3", "Night 4", "Night 5", "Night 6"],
            pages.SelectMany(page => page.Items).Select(set => set.Name));
        Assert.Equal(pages[1].Items, (await _catalog.ListAsync(scenario.Project.Id, 3, pages[2].Previous, Token)).Items);
        Assert.Equal(pages[0].Items, (await _catalog.ListAsync(scenario.Project.Id, 3, "of another list", Token)).Items);
    }

    [Fact]
    public async Task What_the_detector_looked_at_and_found_empty_is_a_capture_and_no_detection()
    {
        var scenario = await NewScenarioAsync();
        await using (var context = database.CreateDbContext())
        {
            var capture = new Capture { ProjectId = scenario.Project.Id, Path = "empty.jpg" };
            context.Add(capture);
            await context.SaveChangesAsync(Token);
            context.Add(new CaptureSetItem { CaptureSetId = scenario.Set.Id, CaptureId = capture.Id });
            context.Add(new Detection { CaptureId = capture.Id, AlgorithmId = scenario.Detector.Id });
            await context.SaveChangesAsync(Token);
        }

        var contents = await _catalog.ContentsAsync(scenario.Set.Id, Token);

        Assert.NotNull(contents);
        Assert.Equal(new(Captures: 1, Detections: 0, Occurrences: 0, Nights: 0, Deployments: 0), contents.Set.Counts);
        Assert.Empty(contents.Samples);
    }

    [Fact]
    public async Task The_sample_comes_from_all_over_the_set_and_shows_each_animal_once()
    {
        var scenario = await NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync(
            [.. Enumerable.Range(0, 100).Select(_ => new PipelineResult[][] { [moths.Says(3, 1)], [moths.Says(3, 1)] })]);

        var contents = await _catalog.ContentsAsync(scenario.Set.Id, Token);

        Assert.NotNull(contents);
        var shown = contents.Samples.Select(crop => crop.OccurrenceId).ToList();
        Assert.Equal(16, shown.Count);
        Assert.Equal(shown.Distinct(), shown);
        Assert.Equal(animals[0].Id, shown.Min());
        Assert.True(shown.Max() > animals[90].Id, $"The last crop is of {shown.Max()}, and the last animal is {animals[^1].Id}.");
        Assert.All(contents.Samples, crop => Assert.Equal("Actias luna", crop.Determination?.Name));
    }

    [Fact]
    public async Task A_small_set_shows_all_of_its_animals_as_far_as_there_is_room()
    {
        var scenario = await NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync([[[moths.Says(3, 1)]], [[moths.SaysWithoutLogits()]], [[moths.Says(1, 3)]]]);

        var contents = await _catalog.ContentsAsync(scenario.Set.Id, Token);

        Assert.NotNull(contents);
        Assert.Equal(animals.Select(animal => animal.Id), contents.Samples.Select(crop => crop.OccurrenceId));
        Assert.Equal(animals.SelectMany(animal => animal.Detections), contents.Samples.Select(crop => crop.DetectionId));
    }

    [Fact]
    public async Task A_set_has_its_newest_run_and_no_other_sets()
    {
        var scenario = await NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await AddRunAsync(scenario, moths.Id, scenario.Set.Id, RunState.Succeeded);
        var newest = await AddRunAsync(scenario, moths.Id, scenario.Set.Id, RunState.Failed);
        var elsewhere = await NewScenarioAsync();
        await AddRunAsync(elsewhere, moths.Id, elsewhere.Set.Id, RunState.Succeeded);

        var runs = await _catalog.LastRunsAsync([scenario.Set.Id], Token);

        var (set, run) = Assert.Single(runs);
        Assert.Equal((scenario.Set.Id, newest, RunState.Failed), (set, run.Id, run.State));
        Assert.Contains(elsewhere.Set.Id, await _catalog.LastRunsAsync([elsewhere.Set.Id], Token));
    }

    [Fact]
    public async Task A_set_is_found_with_the_classifiers_that_ran_on_it_and_what_of_them_can_be_masked()
    {
        var scenario = await NewScenarioAsync();
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "?moth", Scenario.Background);
        await scenario.AddOccurrenceAsync(moths.Says(1, 2, 3));
        await scenario.AddOccurrenceAsync(moths.SaysWithoutLogits());
        await scenario.AddOccurrenceAsync(moths.Says(1, 2, 3) with { Terminal = false });

        var set = await _catalog.FindAsync(scenario.Set.Id, Token);

        Assert.NotNull(set);
        Assert.Equal((scenario.Set.Name, scenario.Project.Name), (set.Name, set.Project));
        var row = Assert.Single(set.Classifiers);
        Assert.Equal((moths.Id, 3, 2, 1), (row.Classifier.Id, row.Results, row.InScope, row.Maskable));
        Assert.Equal(new LabelCounts(Taxa: 1, NotATaxon: 1, Unresolved: 1), row.Labels);
    }

    [Fact]
    public async Task There_is_no_set_of_an_unknown_id()
    {
        Assert.Null(await _catalog.FindAsync(long.MaxValue, Token));
        Assert.Null(await _catalog.ContentsAsync(long.MaxValue, Token));
    }

    private Task<Scenario> NewScenarioAsync() => Scenario.CreateAsync(database.DataSource, $"Project {Interlocked.Increment(ref _projects)}");

    private async Task<List<long>> CapturesAsync(Scenario scenario)
    {
        await using var context = database.CreateDbContext();
        return await context.CaptureSetItems.Where(item => item.CaptureSetId == scenario.Set.Id)
            .Select(item => item.CaptureId).Order().ToListAsync(Token);
    }

    private async Task<long> AddDeploymentAsync(Scenario scenario, string name)
    {
        await using var context = database.CreateDbContext();
        var deployment = new Deployment { ProjectId = scenario.Project.Id, Name = name };
        context.Add(deployment);
        await context.SaveChangesAsync(Token);
        return deployment.Id;
    }

    private async Task PlaceAsync(long captureId, long? deploymentId, DateTime at)
    {
        await using var context = database.CreateDbContext();
        await context.Captures.Where(capture => capture.Id == captureId).ExecuteUpdateAsync(
            capture => capture.SetProperty(each => each.DeploymentId, deploymentId).SetProperty(each => each.CapturedAt, at), Token);
    }

    private async Task<long> AddRunAsync(Scenario scenario, long classifierId, long captureSetId, RunState state)
    {
        await using var context = database.CreateDbContext();
        var run = new Run
        {
            ProjectId = scenario.Project.Id, Task = "class-masking", CaptureSetId = captureSetId, SourceAlgorithmId = classifierId,
            AlgorithmId = classifierId, Settings = "{}", SettingsHash = "", BatchSize = 200, RequestedById = scenario.Curator.Id,
            State = state, CreatedAt = Scenario.Night,
        };
        context.Add(run);
        await context.SaveChangesAsync(Token);
        return run.Id;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using AngleSharp.Dom;
using Antenna.Core.Detections;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Dashboard.Components.SizeFilter;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.SizeFilter;

/// <summary>The sizes of a capture set's detections, a threshold to drag among them, and what it would flag.</summary>
public sealed class SizeFilterPreviewTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_shows_how_large_the_detections_are_and_those_nearest_under_the_threshold_first()
    {
        var animals = await AddAsync(300, 799, 800, 90_000);

        var page = Open();

        page.WaitForAssertion(() => Assert.StartsWith("All 2", Text(page.Find(".preview [role=status]")), StringComparison.Ordinal));
        Assert.Equal(
            ["Actias luna 0.0799 %", "Actias luna 0.03 %"],
            Crops(page).Select(Text));
        var ofSet = new OccurrencesAddress { Filter = new() { ProjectId = _scenario.Project.Id, CaptureSetId = _scenario.Set.Id } };
        Assert.Equal(ofSet.Open(animals[1].Id).ToString(), page.FindAll(".crops a").Single(link => link.Name() == "Actias luna 0.0799 %").GetAttribute("href"));
        var rows = page.FindAll(".preview tbody tr").ToDictionary(row => Text(row.QuerySelector("th")!), row => (row.CellText("Under the threshold"), row.CellText("Large enough")));
        Assert.Equal(("1", "1"), rows["0.05 % to under 0.1 %"]);
        Assert.Equal(("1", "0"), rows["0.02 % to under 0.05 %"]);
        Assert.Equal(("0", "1"), rows["5 % to under 10 %"]);
        Assert.All(["2 of 4 detections", "less than 0.08 %"], part => Assert.Contains(part, page.Find(".preview [role=img]").Name(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_threshold_that_is_dragged_is_in_the_address_and_shows_what_it_flags()
    {
        await AddAsync(300, 799, 1_100);
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal(2, Crops(page).Count));

        var slider = page.Find("input[type=range]");
        Assert.Equal("0.08 % of the capture", slider.GetAttribute("aria-valuetext"));
        await page.InvokeAsync(() => page.Find("input[type=range]").ChangeAsync($"{int.Parse(slider.GetAttribute("value")!, null) + 2}"));

        Assert.EndsWith("task=small-size-filter&with=threshold%3D0.0012", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(3, Crops(page).Count));
        Assert.Equal("0.12 % of the capture", page.Find("input[type=range]").GetAttribute("aria-valuetext"));
        page.WaitForAssertion(() => Assert.Contains("3 flagged as too small", page.Find(".task .impact").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_it_flags_many_a_few_are_shown_and_all_are_counted()
    {
        await AddAsync([.. Enumerable.Range(1, SizePreviews.MostShown + 6).Select(area => (double)area)]);

        var page = Open();

        page.WaitForAssertion(() => Assert.All(["The 24 nearest", "of 30"], part => Assert.Contains(part, Text(page.Find(".preview [role=status]")), StringComparison.Ordinal)));
        Assert.Equal(SizePreviews.MostShown, Crops(page).Count);
        Assert.EndsWith("0.003 %", Text(page.Find(".crops li")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_that_is_none_shows_the_sizes_and_no_crops()
    {
        await AddAsync(300);

        var page = Open("threshold=2");

        page.WaitForAssertion(() => Assert.Contains("n = 1 detection.", Text(page.Find(".preview")), StringComparison.Ordinal));
        Assert.Empty(Crops(page));
        Assert.Equal("none", page.Find("input[type=range]").GetAttribute("aria-valuetext"));
    }

    [Fact]
    public async Task Without_a_known_size_it_says_so()
    {
        var animals = await AddAsync(300);
        await using var context = _database.CreateDbContext();
        await context.Captures.ExecuteUpdateAsync(capture => capture.SetProperty(each => each.Width, (int?)null), Token);

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("no detection", Text(page.Find(".preview")), StringComparison.Ordinal));
        Assert.Equal(1, page.Find(".preview").CountOf("more has no size"));
        Assert.Single(animals);
    }

    [Fact]
    public async Task It_previews_occurrences_that_were_picked()
    {
        var animals = await AddAsync(300, 500, 700);

        var preview = _dashboard.Render<SizeFilterPreview>(it => it
            .Add(each => each.Scope, RunScope.OfSelection([animals[0].Id, animals[2].Id])).Add(each => each.Values, TaskValues.Empty));

        preview.WaitForAssertion(() => Assert.Equal(["Actias luna 0.07 %", "Actias luna 0.03 %"], preview.FindAll(".crops li").Select(Text)));
    }

    /// <summary>A box on the threshold is on the same side of it in the chart and in the run, whatever its corners are.</summary>
    [Fact]
    public async Task The_preview_measures_sizes_as_the_run_does()
    {
        double[] corners = [double.NaN, double.NegativeInfinity, double.PositiveInfinity, -3.7, 0, 0.1, 12.3456789, 333.3333333, 640, 700.5];
        var random = new Random(8);
        var boxes = Enumerable.Range(0, 400)
            .Select(_ => (X1: Corner(), Y1: Corner(), X2: Corner(), Y2: Corner())).ToList();
        double Corner() => random.Next(3) == 0 ? random.NextDouble() * 640 : corners[random.Next(corners.Length)];
        var animals = await AddAsync([.. boxes.Select(_ => 1d)], 640, 480);
        await SetBoxesAsync(animals, boxes);

        var sizes = boxes.Select(box => DetectionSize.Of(box, 640, 480).Fraction).ToList();
        var distribution = await _dashboard.Product<SizePreviews>().DistributionAsync(Scope, Token);

        Assert.Equal(sizes.Count(size => size is null), distribution.NotMeasured);
        Assert.Equal(
            Enumerable.Range(0, SizePreviews.Edges.Count + 1).Select(bucket => sizes.LongCount(size => size is { } known && SizePreviews.Edges.Count(edge => edge <= known) == bucket)),
            distribution.Buckets);
        foreach (var size in sizes.OfType<double>().Where(size => size < 1).Distinct().Take(60))
        {
            var flagged = await _dashboard.Product<SizePreviews>().FlaggedAsync(Scope, new() { Fraction = size }, Token);
            Assert.Equal(sizes.LongCount(each => each < size), flagged.Count);
            Assert.Equal(sizes.Where(each => each < size).OrderDescending().Take(SizePreviews.MostShown), flagged.Largest.Select(each => (double?)each.Fraction));
        }
    }

    private RunScope Scope => RunScope.OfCaptureSet(_scenario.Set.Id);

    /// <summary>Adds animals whose boxes cover so many px of captures of a megapixel.</summary>
    private async Task<IReadOnlyList<ScenarioOccurrence>> AddAsync(params double[] areas) => await AddAsync(areas, 1_000, 1_000);

    private async Task<IReadOnlyList<ScenarioOccurrence>> AddAsync(double[] areas, int width, int height)
    {
        var animals = await _scenario.AddOccurrencesAsync([.. areas.Select(_ => (PipelineResult[][])[[_moths.Says(4, 1)]])]);
        await using var context = _database.CreateDbContext();
        await context.Captures.ExecuteUpdateAsync(capture => capture.SetProperty(each => each.Width, width).SetProperty(each => each.Height, height), Token);
        await SetBoxesAsync(animals, [.. areas.Select(area => (0d, 0d, area / 100, 100d))]);
        return animals;
    }

    private async Task SetBoxesAsync(IReadOnlyList<ScenarioOccurrence> animals, IReadOnlyList<(double X1, double Y1, double X2, double Y2)> boxes)
    {
        await using var command = _database.DataSource.CreateCommand(
            """
            update detections set x1 = box.x1, y1 = box.y1, x2 = box.x2, y2 = box.y2
            from unnest($1, $2, $3, $4, $5) as box (id, x1, y1, x2, y2) where detections.id = box.id
            """);
        command.Parameters.Add(new() { Value = animals.Select(animal => animal.Detections[0]).ToArray() });
        foreach (var corner in new[] { boxes.Select(box => box.X1), boxes.Select(box => box.Y1), boxes.Select(box => box.X2), boxes.Select(box => box.Y2) })
            command.Parameters.Add(new() { Value = corner.ToArray() });
        await command.ExecuteNonQueryAsync(Token);
    }

    private NavigationManager Navigation => _dashboard.Services.GetRequiredService<NavigationManager>();

    private IRenderedComponent<CaptureSetPage> Open(params string[] settings)
    {
        Navigation.NavigateTo(new CaptureSetAddress(_scenario.Set.Id) { Task = SizeFilterTask.TaskKey, TaskSettings = settings });
        return _dashboard.Render<CaptureSetPage>(page => page.Add(it => it.Id, _scenario.Set.Id));
    }

    private static IReadOnlyList<IElement> Crops(IRenderedComponent<CaptureSetPage> page) => page.FindAll(".crops li");

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

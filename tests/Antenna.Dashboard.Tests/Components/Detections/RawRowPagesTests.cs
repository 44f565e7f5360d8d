using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Classifications;
using Antenna.Dashboard.Components.Detections;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
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

namespace Antenna.Dashboard.Tests.Components.Detections;

/// <summary>The lists of raw rows, for diagnostics.</summary>
public sealed class RawRowPagesTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    private NavigationManager Navigation => _dashboard.Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background, "?who");
        _animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4, 0, 0)], [_moths.Says(0, 0, 9, 0)]], [[_moths.Says(0, 0, 0, 9)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void Detections_of_an_occurrence_are_listed_with_their_boxes_and_lead_to_their_classifications()
    {
        Navigation.NavigateTo(DashboardUrls.Detections(new() { OccurrenceId = _animals[0].Id }));
        var page = _dashboard.Render<DetectionsPage>();

        page.WaitForElement("tbody tr");
        Assert.Equal(_animals[0].Detections.Reverse().Select(id => $"{id}"), page.FindAll("tbody th").Select(cell => cell.TextContent));
        var first = page.Find("tbody tr");
        Assert.Equal(DashboardUrls.Occurrence(_animals[0].Id), first.Cell("Occurrence").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(("2.jpg", "0, 0, 10, 10", "Detector"), (first.CellText("Path"), first.CellText("Box, px"), first.CellText("Detector")));
        Assert.Equal(
            DashboardUrls.Classifications(new() { DetectionId = _animals[0].Detections[1] }), first.Cell("Classifications").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(DashboardUrls.Classifications(new() { OccurrenceId = _animals[0].Id }), page.Find("p a").GetAttribute("href"));
    }

    [Fact]
    public void Rows_of_an_occurrence_lead_up_to_it_as_it_was_when_one_left_it()
    {
        var occurrence = new OccurrenceAddress(_animals[0].Id) { Settings = new() { TaxaListId = 4 }, CameFrom = new() { Filter = new() { ProjectId = 3, Verified = true } } };
        Navigation.NavigateTo(occurrence.Detections);
        var detections = _dashboard.Render<DetectionsPage>();
        detections.WaitForElement("tbody tr");
        Assert.Equal(occurrence, Led(detections.Find("a[rel=up]")));
        Assert.Equal(occurrence, Led(detections.Find("tbody tr").Cell("Occurrence").QuerySelector("a")!));

        Navigation.NavigateTo(detections.Link("classifications").GetAttribute("href")!);
        var classifications = _dashboard.Render<ClassificationsPage>();

        classifications.WaitForElement("tbody tr");
        Assert.Equal(occurrence.Classifications.ToString(), Navigation.ToBaseRelativePath(Navigation.Uri));
        Assert.Equal(occurrence, Led(classifications.Find("a[rel=up]")));

        static OccurrenceAddress? Led(AngleSharp.Dom.IElement link) => PageAddress.Parse<OccurrenceAddress>(link.GetAttribute("href")!);
    }

    [Fact]
    public void Rows_of_an_occurrence_that_was_typed_lead_up_to_that_one()
    {
        Navigation.NavigateTo(DashboardUrls.Classifications(new() { OccurrenceId = _animals[1].Id }));
        var page = _dashboard.Render<ClassificationsPage>();

        Assert.Equal(DashboardUrls.Occurrence(_animals[1].Id), page.Find("a[rel=up]").GetAttribute("href"));
        Navigation.NavigateTo(DashboardUrls.Classifications(new()));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("a[rel=up]")));
    }

    [Fact]
    public void Classifications_show_what_won_whether_they_count_and_where_they_come_from()
    {
        Navigation.NavigateTo(DashboardUrls.Classifications(new()));
        var page = _dashboard.Render<ClassificationsPage>();

        page.WaitForElement("tbody tr");
        var rows = page.FindAll("tbody tr");
        Assert.Equal(["?who: no taxon", "background: no taxon", "Samia cynthia"], rows.Select(row => row.CellText("Winner")));
        Assert.All(rows, row => Assert.Equal(("moths", "terminal"), (row.CellText("Algorithm"), row.CellText("Counts"))));
        var samia = rows.Single(row => row.CellText("Winner") == "Samia cynthia");
        Assert.Equal(DashboardUrls.Classifications(new() { LineageId = _animals[0].Sources[0] }), samia.Cell("Lineage").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(DashboardUrls.Detections(new() { Id = _animals[0].Detections[0] }), samia.Cell("Detection").QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_detection_that_is_too_small_is_listed_as_not_identifiable()
    {
        await using var context = _database.CreateDbContext();
        await context.Captures.ExecuteUpdateAsync(capture => capture.SetProperty(each => each.Width, 1_000).SetProperty(each => each.Height, 1_000), TestContext.Current.CancellationToken);
        await _dashboard.StartAsync();
        var run = (await _dashboard.Product<RunLauncher>().LaunchAsync(
            SizeFilterTask.TaskKey, new(RunScope.OfCaptureSet(_scenario.Set.Id), TaskValues.Empty), _scenario.Curator, TestContext.Current.CancellationToken)).Single();
        await _dashboard.ExecuteAsync(run.RunId);
        Navigation.NavigateTo(DashboardUrls.Classifications(new() { DetectionId = _animals[0].Detections[0] }));

        var page = _dashboard.Render<ClassificationsPage>();

        page.WaitForElement("tbody tr");
        Assert.Equal(
            [("Not identifiable", "terminal"), ("Samia cynthia", "intermediate")],
            page.FindAll("tbody tr").Select(row => (row.CellText("Winner"), row.CellText("Counts"))));
    }

    [Fact]
    public async Task An_id_that_is_typed_is_a_change_of_the_address()
    {
        Navigation.NavigateTo(DashboardUrls.Classifications(new() { OccurrenceId = _animals[0].Id }));
        var page = _dashboard.Render<ClassificationsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));

        await page.InvokeAsync(() => page.Field("Classification").ChangeAsync($"{_animals[0].Sources[0]}"));

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Equal(
            DashboardUrls.Classifications(new ClassificationFilter { Id = _animals[0].Sources[0], OccurrenceId = _animals[0].Id }),
            Navigation.ToBaseRelativePath(Navigation.Uri));
    }

    [Fact]
    public void Where_nothing_is_found_all_are_offered()
    {
        Navigation.NavigateTo(DashboardUrls.Detections(new DetectionFilter { Id = 99_999 }));
        var page = _dashboard.Render<DetectionsPage>();

        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Detections(new()), page.Find(".state a").GetAttribute("href")));
    }
}

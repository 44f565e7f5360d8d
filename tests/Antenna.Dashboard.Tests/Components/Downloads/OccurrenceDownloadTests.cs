using Antenna.Dashboard.Components.Downloads;
using Antenna.Dashboard.Downloads;
using Antenna.Data.Export;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Downloads;

public sealed class OccurrenceDownloadTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna");
        _animals = await _scenario.AddOccurrencesAsync([[[moths.Says(1)]], [[moths.Says(1)]], [[moths.Says(1)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_says_how_many_occurrences_to_expect_before_anything_is_downloaded()
    {
        var download = _dashboard.Render<OccurrenceDownload>(parameters => parameters
            .Add(it => it.Filter, new OccurrenceFilter { ProjectId = _scenario.Project.Id }));
        Assert.Empty(download.FindAll("section"));

        await ToggleAsync(download);

        download.WaitForAssertion(() => Assert.StartsWith("3 occurrences", download.Find("section .size").TextContent, StringComparison.Ordinal));
        Assert.Contains($"project={_scenario.Project.Id}", download.Find("section a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_of_file_that_has_a_place_for_none_of_them_says_why_and_is_no_link()
    {
        var download = _dashboard.Render<OccurrenceDownload>(parameters => parameters.Add(it => it.Selected, [_animals[0].Id]));

        await ToggleAsync(download);

        download.WaitForAssertion(() => Assert.Equal(2, download.FindAll("section a").Count));
        var unfit = Assert.Single(download.FindAll("section li"), kind => kind.QuerySelector("a") is null);
        Assert.All(["Camtrap DP package", "a picture", "a time", "a station with coordinates"], part => Assert.Contains(part, unfit.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_selected_is_offered_and_counted_again_when_it_changes()
    {
        var download = _dashboard.Render<OccurrenceDownload>(parameters => parameters.Add(it => it.Selected, [_animals[0].Id]));
        await ToggleAsync(download);
        download.WaitForAssertion(() => Assert.StartsWith("1 occurrence,", download.Find("section .size").TextContent, StringComparison.Ordinal));

        download.Render(parameters => parameters.Add(it => it.Selected, [_animals[0].Id, _animals[1].Id]));

        download.WaitForAssertion(() => Assert.StartsWith("2 occurrences,", download.Find("section .size").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_shows_how_far_the_download_is_and_can_cancel_it()
    {
        var tracker = _dashboard.Product<DownloadTracker>();
        var download = _dashboard.Render<OccurrenceDownload>(parameters => parameters
            .Add(it => it.Filter, new OccurrenceFilter { ProjectId = _scenario.Project.Id }));
        await ToggleAsync(download);
        download.WaitForElement("section a");
        var tracked = tracker.Find(OfferOf(download.Find("section a").GetAttribute("href")!))!;

        var token = tracked.Begin(TestContext.Current.CancellationToken);
        tracked.Report(new ExportProgress(0.5, 1_500));
        download.WaitForAssertion(() => Assert.Contains("1,500 rows written", download.Find("section [role=progressbar]").ParentElement!.TextContent, StringComparison.Ordinal));
        await download.InvokeAsync(() => download.FindAll("section button").Single(button => button.TextContent.Contains("Cancel", StringComparison.Ordinal)).ClickAsync(new()));

        Assert.True(token.IsCancellationRequested);
        tracked.End(DownloadState.Canceled, token);
        download.WaitForAssertion(() => Assert.Contains("cancelled", download.Find("section .ended").TextContent, StringComparison.Ordinal));
    }

    private static Task ToggleAsync(IRenderedComponent<OccurrenceDownload> download) =>
        download.InvokeAsync(() => download.Find("button").ClickAsync(new()));

    private static Guid OfferOf(string url) => Guid.Parse(url.Split("download=")[1]);
}

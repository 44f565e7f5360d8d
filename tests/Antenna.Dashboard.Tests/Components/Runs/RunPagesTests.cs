using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Runs;
using Antenna.Dashboard.Runs;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Runs;

public sealed class RunPagesTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)]], [[_moths.Says(4, 1)]], [[_moths.Says(2, 4)]], [[_moths.Says(2, 4)]]]);
        _list = await _scenario.AddListOfAsync("Actias luna");
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_run_is_followed_from_its_turn_to_its_end()
    {
        var id = await LaunchAsync(Request);
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Contains("Waiting for its turn", page.Find(".pace").TextContent, StringComparison.Ordinal));
        Assert.Equal("Queued", page.Find("header .state").TextContent);

        await _dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));
        Assert.Equal(4, page.Find(".pace").CountOf("of 4 predictions"));
        var told = page.Find(".sentence[role=status]");
        Assert.Equal((4, 4, 3), (told.CountOf("prediction"), told.CountOf("masked"), told.CountOf("occurrence")));
        Assert.Equal(("4", "3"), (page.Find(".counts").Fact("Masked"), page.Find(".counts").Fact("Occurrences updated")));
        page.WaitForAssertion(() => Assert.Equal("3", page.Find(".columns .data-table tbody tr").CellText("Occurrences")));
    }

    [Fact]
    public async Task A_run_that_waits_reports_for_what_and_what_to_do()
    {
        var id = await LaunchAsync(Request);
        var part = await _dashboard.Product<RunStarter>().StartAsync(id, Token);
        var node = await _dashboard.Product<NodeMonitor>().GetNodeIdAsync(Token);
        var claim = (await RunPartRecords.ClaimAsync(_database.DataSource, id, part!.Value, node, DateTime.UtcNow, Token))!.Claim;
        var wait = new DatabaseWait(DatabaseErrorKind.DiskFull, new(2026, 7, 12, 3, 0, 7, DateTimeKind.Utc));
        await RunPartRecords.RecordWaitAsync(_database.DataSource, claim, wait, Token);

        var page = Open(id);

        page.WaitForAssertion(() => Assert.Equal(RunWaitText.Sentence(wait), page.Find("section[aria-label=Progress] [role=alert]").TextContent));
        await RunPartRecords.RecordWaitAsync(_database.DataSource, claim, null, Token);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("section[aria-label=Progress] [role=alert]")));
    }

    [Fact]
    public async Task What_changed_opens_its_occurrences_transition_by_transition()
    {
        await _scenario.IdentifyAsync(_animals[2], "Samia cynthia");
        var id = await RunAsync(Request);

        var page = Open(id);

        page.WaitForElement(".columns tbody .figure a");
        Assert.Equal(
            DashboardUrls.Occurrences(new OccurrenceFilter { ProjectId = _scenario.Project.Id, ChangedBy = new(id) }),
            page.Find(".columns p a").GetAttribute("href"));
        var changed = page.Find(".columns .data-table tbody tr");
        Assert.Equal(("Samia cynthia", "Actias luna", "2"), (changed.CellText("From"), changed.CellText("To"), changed.CellText("Occurrences")));
        Assert.Equal(
            DashboardUrls.Occurrences(new OccurrenceFilter
            {
                ProjectId = _scenario.Project.Id,
                ChangedBy = new(id, new(_moths.TaxonOf("Samia cynthia"), _moths.TaxonOf("Actias luna"))),
            }),
            changed.QuerySelector("a")!.GetAttribute("href"));
        Assert.All(["another score", "its score"], kept => Assert.Equal(1, page.FindAll(".columns p").Single(told => told.TextContent.Contains(kept, StringComparison.Ordinal)).CountOf("occurrence")));
    }

    [Fact]
    public async Task The_settings_are_those_of_the_launch_and_lead_back_to_a_preview_with_them()
    {
        var id = await RunAsync(Request with { Settings = Request.Settings with { BatchSize = 3, Options = new(ScoreMode.Reweighted, OnlyWhenSpeciesChanges: true, HoldBelow: 0.25) } });

        var page = Open(id);

        page.WaitForElement(".settings");
        var settings = page.FindAll(".settings tr").ToDictionary(row => row.QuerySelector("th")!.TextContent, row => row.QuerySelector("td")!.TextContent.Trim());
        Assert.Equal(
            ("All nights", "Vermont moths v1", "moths", "yes", "a kept mass of 0.25", "3"),
            (settings["Scope"], settings["Taxa list"], settings["Classifier"], settings["Only when the species changes"], settings["Hold below"], settings["Rows a batch"]));
        var choice = new MaskSettings
        {
            TaxaListId = _list.Id, TaxaListVersion = 1, ClassifierIds = [_moths.Id], BatchSize = 3,
            Options = new(ScoreMode.Reweighted, OnlyWhenSpeciesChanges: true, HoldBelow: 0.25),
        };
        Assert.Equal(DashboardUrls.CaptureSet(_scenario.Set.Id, choice), page.Find(".again a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_run_on_an_occurrence_leads_back_to_it()
    {
        var id = await LaunchAsync(new(RunScope.OfOccurrence(_animals[0].Id), Request.Settings with { Options = MaskOptions.Default with { Mode = ScoreMode.Absolute } }));

        var page = Open(id);

        page.WaitForElement(".settings");
        Assert.Equal(DashboardUrls.Occurrence(_animals[0].Id), page.Find(".settings a").GetAttribute("href"));
        var address = new OccurrenceAddress(_animals[0].Id) with { Settings = new() { TaxaListId = _list.Id, TaxaListVersion = 1, ClassifierIds = [_moths.Id], Options = MaskOptions.Default with { Mode = ScoreMode.Absolute } } };
        Assert.Equal(address.ToString(), page.Find(".again a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_failed_run_gives_the_reason_and_leads_to_doing_it_again()
    {
        var id = await LaunchAsync(Request);
        await UpdateAsync(id, RunState.Failed, "The disk is full: make room.");

        var page = Open(id);

        page.WaitForAssertion(() => Assert.Contains("The disk is full: make room.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.StartsWith(DashboardUrls.CaptureSet(_scenario.Set.Id), page.Find("[role=alert] a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_belongs_to_a_line_of_the_log_is_one_click_from_it()
    {
        var id = await LaunchAsync(Request);
        await using (var connection = await _database.DataSource.OpenConnectionAsync(Token))
            await RunLog.WriteAsync(connection, id, DateTime.UtcNow, RunLogLevel.Error, ["Stopped."], Token, new { Part = 3, SqlState = (string?)null, Error = "IOException" });

        var page = Open(id);

        page.WaitForElement("details summary");
        Assert.Equal("3", page.Find("details").Fact("part"));
        Assert.Equal("IOException", page.Find("details").Fact("error"));
        Assert.DoesNotContain("sqlState", page.Find("details").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_run_skips_is_in_its_log_while_it_is_followed()
    {
        var silent = await _scenario.AddOccurrenceAsync(_moths.SaysWithoutLogits());
        var id = await LaunchAsync(Request);
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Contains("Nothing out of the ordinary", page.Markup, StringComparison.Ordinal));

        await _dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal(1, page.Find("ul.listed li").CountOf("prediction skipped")));
        Assert.All(["no logits", $"prediction {silent.Source}."], part => Assert.Contains(part, page.Find("ul.listed li").TextContent, StringComparison.Ordinal));
        Assert.Equal("1", page.Find(".counts").Fact("Skipped: no logits"));
    }

    [Fact]
    public async Task Another_run_on_the_same_page_is_followed_instead()
    {
        var first = await RunAsync(Request);
        var second = await LaunchAsync(Request);
        var page = Open(first);
        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));

        page.Render(parameters => parameters.Add(it => it.Id, second));
        page.WaitForAssertion(() => Assert.Equal("Queued", page.Find("header .state").TextContent));
        await _dashboard.ExecuteAsync(second);

        page.WaitForAssertion(() => Assert.Contains("nothing changed", page.Find(".sentence").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_run_is_reported_as_unknown()
    {
        var page = Open(987_654);

        page.WaitForAssertion(() => Assert.EndsWith("no run 987654", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_shows_how_far_a_run_is_and_then_that_it_is_done()
    {
        var id = await LaunchAsync(Request);
        var page = OpenList(DashboardUrls.Runs(_scenario.Project.Id));
        page.WaitForAssertion(() => Assert.Equal("waiting", page.Find(".so-far").TextContent));
        Assert.NotNull(page.Find("[role=progressbar]"));

        await _dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal(
            ["4", "4", "3"], page.Find("tbody tr").CellTexts("Checked", "Changed", "Occurrences updated")));
        Assert.Equal(DashboardUrls.CaptureSet(_scenario.Set.Id), page.FindAll("tbody td a").Single().GetAttribute("href"));
    }

    [Fact]
    public async Task A_run_that_is_launched_elsewhere_appears_on_the_list()
    {
        var page = OpenList(DashboardUrls.Runs(_scenario.Project.Id));
        page.WaitForAssertion(() => Assert.Contains("No run", page.Find(".state").TextContent, StringComparison.Ordinal));

        var id = await LaunchAsync(Request);

        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Run(id), page.Find("tbody th a").GetAttribute("href")));
    }

    [Fact]
    public async Task What_the_address_filters_by_is_all_that_is_listed()
    {
        var ofOccurrence = await LaunchAsync(Request with { Scope = RunScope.OfOccurrence(_animals[0].Id) });
        var failed = await LaunchAsync(Request);
        await UpdateAsync(failed, RunState.Failed, "Lost.");

        Assert.Equal([failed], Listed(new RunFilter { State = RunState.Failed }));
        Assert.Equal([failed], Listed(new RunFilter { CaptureSetId = _scenario.Set.Id }));
        Assert.Equal([ofOccurrence], Listed(new RunFilter { OccurrenceId = _animals[0].Id }));
        Assert.Equal([failed, ofOccurrence], Listed(new RunFilter { Task = ClassMaskingTask.TaskKey }));
        Assert.Equal([failed, ofOccurrence], Listed(new RunFilter { TaxaListId = _list.Id }));
        Assert.Empty(Listed(new RunFilter { State = RunState.Canceled }));
    }

    [Fact]
    public async Task Runs_of_several_projects_show_whose_they_are()
    {
        await LaunchAsync(Request);
        var alone = OpenList(DashboardUrls.Runs());
        alone.WaitForElement("tbody tr");
        Assert.DoesNotContain("Project", alone.FindAll("thead th").Select(header => header.TextContent));
        var elsewhere = await Scenario.CreateAsync(_database.DataSource, "Jutland");
        await elsewhere.AddOccurrenceAsync(_moths.Says(1, 2));
        var theirs = await elsewhere.AddListOfAsync("Actias luna");
        await LaunchAsync(new(RunScope.OfCaptureSet(elsewhere.Set.Id), Request.Settings with { TaxaListId = theirs.Id }));

        var page = OpenList(DashboardUrls.Runs());

        page.WaitForAssertion(() => Assert.Contains("Project", page.FindAll("thead th").Select(header => header.TextContent)));
        Assert.Contains("Jutland", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
    }

    private MaskRequest Request => new(
        RunScope.OfCaptureSet(_scenario.Set.Id), new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] });

    private async Task<long> LaunchAsync(MaskRequest request) =>
        Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(request, _scenario.Curator, Token)).RunId;

    private async Task<long> RunAsync(MaskRequest request)
    {
        var id = await LaunchAsync(request);
        await _dashboard.ExecuteAsync(id);
        return id;
    }

    private async Task UpdateAsync(long id, RunState state, string failure)
    {
        await using var context = _database.CreateDbContext();
        await context.Runs.Where(run => run.Id == id).ExecuteUpdateAsync(
            run => run.SetProperty(each => each.State, state).SetProperty(each => each.Failure, failure), Token);
    }

    private IRenderedComponent<RunPage> Open(long id) => _dashboard.Render<RunPage>(parameters => parameters.Add(it => it.Id, id));

    private IRenderedComponent<RunsPage> OpenList(string address)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<RunsPage>();
    }

    private List<long> Listed(RunFilter filter)
    {
        var page = OpenList(DashboardUrls.Runs(filter with { ProjectId = _scenario.Project.Id }));
        page.WaitForElement("tbody tr, .state:not(.state-waiting)");
        return [.. page.FindAll("tbody th").Select(header => long.Parse(header.TextContent, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

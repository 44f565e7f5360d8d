using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Pages;
using Antenna.Dashboard.Components.Start;
using Antenna.Dashboard.Demo;
using Antenna.Data.Demo;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Start;

/// <summary>The start page over a database with projects of one's own, or with nothing.</summary>
public sealed class HomeTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void Where_nothing_is_it_shows_how_to_bring_data_in_and_offers_the_demo()
    {
        var page = Open(demoFolder: "/nowhere/database-demo");

        page.WaitForAssertion(() => Assert.Equal("Nothing here yet", page.Find("h1").TextContent));
        Assert.Equal("Make the demo", page.Find("button").TextContent.Trim());
        Assert.Contains("import pipeline results.json", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_all_that_imports_is_a_click_away()
    {
        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(new NewImportAddress(), page.Link("Import…").GetAttribute("href")));
        Assert.Equal(DashboardUrls.TaxaListImport(), page.Link("Import a taxa list…").GetAttribute("href"));
        Assert.Equal(new AntennaImportAddress(), page.Link("From a running Antenna…").GetAttribute("href"));
    }

    /// <summary>In a tab of its own: the page is none of the circuit's, which would look for it among its own.</summary>
    [Fact]
    public async Task It_leads_to_the_page_of_the_api()
    {
        await Scenario.CreateAsync(_database.DataSource);
        var page = Open(demoFolder: null);

        page.WaitForAssertion(() => Assert.Equal("_blank", page.Find($"a[href='{DashboardUrls.ApiPage}']").GetAttribute("target")));
    }

    [Fact]
    public void A_database_that_is_not_the_products_own_is_offered_no_demo()
    {
        var page = Open(demoFolder: null);

        page.WaitForAssertion(() => Assert.Contains("This one was configured", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task A_demo_that_cannot_be_written_is_reported_where_it_was_asked_for()
    {
        var file = Path.GetTempFileName();
        var page = Open(demoFolder: file);
        page.WaitForElement("button");

        await page.InvokeAsync(() => page.Find("button").ClickAsync());

        page.WaitForAssertion(() => Assert.Contains("demo's pictures", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        File.Delete(file);
    }

    [Fact]
    public async Task A_project_shows_what_is_in_it_and_leads_there()
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync([[[moths.Says(1, 4)]], [[moths.Says(4, 1)]]]);

        var page = Open();

        var card = page.WaitForElement("article");
        Assert.Equal("Green Mountains", card.QuerySelector("h2")!.TextContent);
        Assert.Equal((DashboardUrls.Occurrences(scenario.Project.Id), "2"), Fact(card, "Occurrences"));
        Assert.Equal((DashboardUrls.CaptureSets(scenario.Project.Id), "1"), Fact(card, "Capture sets"));
        Assert.Equal((DashboardUrls.Runs(scenario.Project.Id), "0"), Fact(card, "Runs"));
        Assert.Equal((DashboardUrls.TaxaLists(scenario.Project.Id), "Taxa lists"), Fact(card, "Checklists"));
        Assert.Equal(
            animals.Reverse().Select(animal => DashboardUrls.Occurrence(animal.Id)), card.QuerySelectorAll(".strip a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["Actias luna", "Samia cynthia"], card.QuerySelectorAll(".strip img").Select(picture => picture.GetAttribute("alt")));
    }

    [Fact]
    public async Task Only_a_demo_is_called_generated_and_can_be_removed()
    {
        await Scenario.CreateAsync(_database.DataSource);

        var page = Open();

        page.WaitForElement("article");
        Assert.DoesNotContain("photographed", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("article button"));
        Assert.Empty(page.FindComponents<FirstSteps>());
    }

    [Fact]
    public async Task The_only_project_is_the_one_that_the_bar_leads_into()
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource);

        var page = Open();

        page.WaitForElement("article");
        Assert.Equal(scenario.Project.Id, _dashboard.Services.GetRequiredService<CurrentProject>().Id);
    }

    [Fact]
    public async Task Of_several_projects_none_is_chosen_for_anybody()
    {
        await Scenario.CreateAsync(_database.DataSource);
        await Scenario.CreateAsync(_database.DataSource, "White Mountains");

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(["Green Mountains", "White Mountains"], page.FindAll("article h2").Select(name => name.TextContent)));
        Assert.Null(_dashboard.Services.GetRequiredService<CurrentProject>().Id);
    }

    [Fact]
    public async Task What_runs_is_seen_without_a_reload()
    {
        await _dashboard.StartAsync();
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(moths.Says(1, 4));
        var list = await scenario.AddListOfAsync("Actias luna");
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("Nothing ran yet", page.Markup, StringComparison.Ordinal));

        var request = new MaskRequest(RunScope.OfCaptureSet(scenario.Set.Id), new() { TaxaListId = list.Id, ClassifierIds = [moths.Id] });
        var run = Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(request, scenario.Curator, Token));
        await _dashboard.ExecuteAsync(run.RunId);

        page.WaitForAssertion(() => Assert.Contains("Succeeded", page.Find(".latest tbody tr").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("1", Fact(page.Find("article"), "Runs").Text));
    }

    [Fact]
    public async Task What_cannot_be_read_is_reported_and_can_be_tried_again()
    {
        await Scenario.CreateAsync(_database.DataSource);
        await ExecuteAsync("alter table projects rename to hidden");
        var page = Open();
        page.WaitForElement("[role=alert]");
        await ExecuteAsync("alter table hidden rename to projects");

        await page.InvokeAsync(() => page.Find("[role=alert] button").ClickAsync());

        page.WaitForElement("article");
    }

    private IRenderedComponent<Home> Open(string? demoFolder = null)
    {
        _dashboard.Services.AddSingleton(new DemoProject(_dashboard.Product<DemoProjects>(), demoFolder, NullLogger<DemoProject>.Instance));
        return _dashboard.Render<Home>();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static (string? Link, string Text) Fact(IElement card, string name)
    {
        var fact = card.QuerySelectorAll("dl.facts > div").Single(each => each.QuerySelector("dt")!.TextContent == name).QuerySelector("dd")!;
        return (fact.QuerySelector("a")?.GetAttribute("href"), fact.TextContent.Trim());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.TaxaLists;

public sealed class TaxaListPagesTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private TaxaList _list = null!;
    private TaxaListVersion _first = null!;
    private TaxaListVersion _second = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _list = await _scenario.AddListAsync();
        _first = await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);
        _second = await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta", "Antheraea polyphemus"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Lists_are_listed_with_their_owner_and_their_newest_version()
    {
        var shared = await _scenario.AddListAsync("World moths", shared: true);
        await _scenario.AddVersionAsync(shared, ["Actias luna"]);
        await Scenario.CreateAsync(_database.DataSource, "Jutland");

        var page = OpenLists(_scenario.Project.Id);

        page.WaitForAssertion(() => Assert.Equal(
            ["Vermont moths | Green Mountains | v2 | 3 | 2", "World moths | shared by all projects | v1 | 1 | 1"],
            page.FindAll("tbody tr").Select(row => Cells(row, "Taxa list", "Owner", "Newest version", "Names", "Versions"))));
        Assert.Equal(DashboardUrls.TaxaList(_list.Id), page.Find("tbody a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_list_of_another_project_is_not_offered()
    {
        var elsewhere = await Scenario.CreateAsync(_database.DataSource, "Jutland");

        var page = OpenLists(elsewhere.Project.Id);

        page.WaitForAssertion(() => Assert.Contains("no taxa list", page.Find(".state").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void The_newest_version_is_shown_unless_the_address_names_another()
    {
        var newest = Open(DashboardUrls.TaxaList(_list.Id));
        newest.WaitForAssertion(() => Assert.Equal(["Actias luna", "Antheraea polyphemus", "Catocala relicta"], Names(newest)));
        Assert.Equal("v2", newest.Find("[aria-current=true] th").TextContent.Trim());

        var first = Open(DashboardUrls.TaxaList(_list.Id, 1));
        first.WaitForAssertion(() => Assert.Equal(["Actias luna", "Samia cynthia"], Names(first)));
        Assert.Equal("v1", first.Find("[aria-current=true] th").TextContent.Trim());
    }

    [Fact]
    public void Versions_show_who_made_them_and_what_they_changed()
    {
        var page = Open(DashboardUrls.TaxaList(_list.Id));

        page.WaitForElement(".versions tbody tr");
        Assert.Equal(
            [$"v2 | {_scenario.Curator.Name} | +2 −1 | 3", $"v1 | {_scenario.Curator.Name} | first | 2"],
            page.FindAll(".versions tbody tr").Select(row => Cells(row, "Version", "By", "Against the version before", "Names")));
    }

    [Fact]
    public void A_version_that_is_not_there_is_reported_as_missing()
    {
        var page = Open(DashboardUrls.TaxaList(_list.Id, 7));

        page.WaitForAssertion(() => Assert.Contains("no version 7", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Typing_finds_taxa_and_stands_in_the_address()
    {
        var page = Open(DashboardUrls.TaxaList(_list.Id));
        page.WaitForElement("section tbody tr");

        await page.TypeAsync(".filters input", "POLY");

        page.WaitForAssertion(() => Assert.Equal(["Antheraea polyphemus"], Names(page)));
        Assert.StartsWith("1 of 3 names", page.Find(".filters [role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal(new TaxaListAddress(_list.Id) { Filter = new() { Search = "POLY" } }.ToString(), Address);
    }

    [Fact]
    public async Task Many_taxa_come_page_by_page()
    {
        var names = Enumerable.Range(10, 60).Select(number => $"Catocala number{number}").ToList();
        await _scenario.AddVersionAsync(_list, names);
        var page = Open(DashboardUrls.TaxaList(_list.Id));
        page.WaitForAssertion(() => Assert.Equal(names[..50], Names(page)));

        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(page.Find(".pager a").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.Equal(names[50..], Names(page)));
    }

    [Fact]
    public void What_changed_is_reported_name_by_name()
    {
        var page = Open(Changes());

        page.WaitForAssertion(() => Assert.Equal(
            ["Antheraea polyphemus | added", "Catocala relicta | added", "Samia cynthia | removed"], Differences(page)));
        Assert.All(["v2", "v1", "+2 −1"], part => Assert.Contains(part, Compared(page), StringComparison.Ordinal));
        Assert.Contains("What changed: +2 −1", page.Find("nav.views").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_two_versions_are_compared_as_the_address_says()
    {
        await _scenario.AddVersionAsync(_list, ["Samia cynthia"]);

        var page = Open(Changes(3, against: 1));
        page.WaitForAssertion(() => Assert.Equal(["Actias luna | removed"], Differences(page)));
        Assert.StartsWith("v1, ", page.Field("Compare with").GetAttribute("value"), StringComparison.Ordinal);

        var baselines = page.FindComponents<MudSelect<int?>>().Single(select => select.Instance.Label == "Compare with").Instance;
        await page.InvokeAsync(() => baselines.ValueChanged.InvokeAsync(2));
        page.WaitForAssertion(() => Assert.Equal(Changes(3), Address));
        page.WaitForAssertion(() => Assert.All(["v3", "v2", "+1 −3"], part => Assert.Contains(part, Compared(page), StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_that_differ_in_one_way_can_be_looked_at_alone()
    {
        var page = Open(Changes());
        page.WaitForElement("nav[aria-label^=Kinds] a");
        Assert.Equal(["All 3", "Added 2", "Removed 1", "Described otherwise 0"], page.FindAll("nav[aria-label^=Kinds] a").Select(link => link.TextContent.Trim()));

        var removed = Open(page.Link("Removed 1").GetAttribute("href")!);

        removed.WaitForAssertion(() => Assert.Equal(["Samia cynthia | removed"], Differences(removed)));
        Assert.Equal("Removed 1", removed.Find("nav[aria-label^=Kinds] a[aria-current]").TextContent.Trim());
    }

    [Fact]
    public async Task Many_names_that_differ_come_page_by_page()
    {
        var names = Enumerable.Range(10, 60).Select(number => $"Catocala number{number}").ToList();
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta", "Antheraea polyphemus", .. names]);
        var page = Open(Changes());
        page.WaitForAssertion(() => Assert.Equal(names[..50].Select(name => $"{name} | added"), Differences(page)));

        var next = Open(page.Find(".pager a").GetAttribute("href")!);

        next.WaitForAssertion(() => Assert.Equal(names[50..].Select(name => $"{name} | added"), Differences(next)));
    }

    [Theory]
    [InlineData(null, "the first version")]
    [InlineData(7, "no version 7")]
    public void A_version_that_is_not_there_to_compare_with_is_reported(int? against, string said)
    {
        var page = Open(Changes(1, against));

        page.WaitForAssertion(() => Assert.Contains(said, page.Find("[aria-label='What changed']").TextContent, StringComparison.Ordinal));
        Assert.Empty(Differences(page));
    }

    [Fact]
    public async Task Two_versions_that_list_the_same_are_reported_as_that()
    {
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);

        var page = Open(Changes(3, against: 1));

        page.WaitForAssertion(() => Assert.Contains("list the same", page.Find("[aria-label='What changed'] .state").TextContent, StringComparison.Ordinal));
        Assert.Empty(Differences(page));
    }

    [Fact]
    public async Task Coverage_shows_what_a_classifier_can_name_and_leads_to_what_it_cannot()
    {
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Lucanus cervus", "?moth", Scenario.Background);

        var page = Open(new TaxaListAddress(_list.Id) { View = TaxaListView.Classifiers });

        page.WaitForElement(".share");
        var row = page.FindAll("tbody tr").Single(row => row.QuerySelector(".share") is not null);
        Assert.Equal("moths | 1 of 2 | 1 of 3 | 2", Cells(row, "Classifier", "Classes it keeps", "Listed taxa that it can name", "that it cannot name"));
        Assert.StartsWith("1,", row.CellText("Labels that resolve to no taxon"), StringComparison.Ordinal);
        Assert.Contains("?moth", row.CellText("Labels that resolve to no taxon"), StringComparison.Ordinal);
        var cannot = row.Cell("that it cannot name").QuerySelector("a")!.GetAttribute("href")!;
        Assert.Equal(new TaxaListAddress(_list.Id) { Version = 2, Filter = new() { NotNamedById = moths.Id } }.ToString(), cannot);

        var entries = Open(cannot);
        entries.WaitForAssertion(() => Assert.Equal(["Antheraea polyphemus", "Catocala relicta"], Names(entries)));
        Assert.Equal("moths cannot name it", entries.Field("Show").GetAttribute("value"));
    }

    [Fact]
    public async Task Runs_that_used_a_version_are_listed_with_it()
    {
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrenceAsync(moths.Says(1, 2));
        await _dashboard.StartAsync();
        var page = Open(new TaxaListAddress(_list.Id) { Version = 1, View = TaxaListView.Runs });
        page.WaitForAssertion(() => Assert.Contains("No run has used", page.Markup, StringComparison.Ordinal));

        var choice = new MaskSettings { TaxaListId = _list.Id, TaxaListVersion = 1, ClassifierIds = [moths.Id] };
        var run = Assert.Single(await _dashboard.Product<RunLauncher>()
            .LaunchAsync(new MaskRequest(RunScope.OfCaptureSet(_scenario.Set.Id), choice), _scenario.Curator, TestContext.Current.CancellationToken));

        page.WaitForAssertion(() => Assert.Contains(DashboardUrls.Run(run.RunId), page.FindAll("tbody th a").Select(link => link.GetAttribute("href"))));
    }

    [Fact]
    public void A_version_leads_to_the_captures_that_can_be_masked_to_it()
    {
        var page = Open(DashboardUrls.TaxaList(_list.Id, 1));

        page.WaitForElement(".actions a");
        Assert.Equal(
            DashboardUrls.CaptureSets(_scenario.Project.Id, new() { TaxaListId = _list.Id, TaxaListVersion = 1 }),
            page.Link("Mask with this version").GetAttribute("href"));
    }

    [Fact]
    public void An_unknown_list_is_reported_as_unknown()
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.TaxaList(987_654));
        var page = _dashboard.Render<TaxaListPage>();

        page.WaitForAssertion(() => Assert.EndsWith("no taxa list 987654", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    private string Address
    {
        get
        {
            var navigation = _dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    private IRenderedComponent<TaxaListsPage> OpenLists(long? projectId)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.TaxaLists(projectId));
        return _dashboard.Render<TaxaListsPage>();
    }

    private IRenderedComponent<TaxaListPage> Open(string address)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<TaxaListPage>();
    }

    private static IEnumerable<string> Names(IRenderedComponent<TaxaListPage> page) =>
        page.FindAll("section tbody th .taxon-name").Select(name => name.TextContent);

    /// <summary>What is told of which versions are compared, and how they differ.</summary>
    private static string Compared(IRenderedComponent<TaxaListPage> page) => page.Find("[aria-label='What changed'] [role=status]").TextContent;

    private static IEnumerable<string> Differences(IRenderedComponent<TaxaListPage> page) => page
        .FindAll("[aria-label='What changed'] tbody tr")
        .Select(row => $"{row.QuerySelector(".taxon-name")!.TextContent} | {row.CellText("Difference")}");

    private string Changes(int? version = null, int? against = null) => new TaxaListAddress(_list.Id) { Version = version }.Compare(against);

    private static string Cells(IElement row, params IEnumerable<string> heads) => string.Join(" | ", row.CellTexts(heads));
}

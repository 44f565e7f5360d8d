using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.CaptureSets;

public sealed class CaptureSetsPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Sets_are_listed_with_what_is_in_them()
    {
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrencesAsync([[[moths.Says(1, 4)], [moths.Says(1, 4)]], [[moths.Says(4, 1)]]]);

        var page = Open(DashboardUrls.CaptureSets(_scenario.Project.Id));

        page.WaitForElement("tbody tr");
        Assert.Equal(
            ["3", "0", "0", "3", "2", "no time", "none"],
            page.Row("All nights").CellTexts("Captures", "Nights", "Stations", "Detections", "Occurrences", "Captured", "Last run"));
        Assert.Equal(DashboardUrls.CaptureSet(_scenario.Set.Id), page.Find("tbody a").GetAttribute("href"));
    }

    [Fact]
    public async Task Sets_of_several_projects_show_whose_they_are()
    {
        await Scenario.CreateAsync(_database.DataSource, "Jutland");

        var page = Open(DashboardUrls.CaptureSets());

        page.WaitForAssertion(() => Assert.Equal(
            ["Green Mountains", "Jutland"], page.FindAll("tbody tr").Select(row => row.CellText("Project"))));
    }

    [Fact]
    public async Task On_the_way_from_a_list_a_set_is_opened_to_be_masked_to_it()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        var choice = new MaskSettings { TaxaListId = list.Id, TaxaListVersion = 1 };

        var page = Open(DashboardUrls.CaptureSets(null, choice));

        page.WaitForAssertion(() => Assert.Equal(new CaptureSetsAddress { Settings = choice }.Open(_scenario.Set.Id).ToString(), page.Find("tbody a").GetAttribute("href")));
        Assert.Contains("Vermont moths v1", page.Find(".choosing").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_a_set_shows_how_one_is_made()
    {
        var page = Open(DashboardUrls.CaptureSets(987_654));

        page.WaitForAssertion(() => Assert.Contains("import pipeline", page.Find(".state").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_a_project_has_no_set_an_import_into_it_is_a_click_away()
    {
        await using var context = _database.CreateDbContext();
        var empty = new Project { Name = "Jutland", CreatedAt = DateTime.UnixEpoch };
        context.Add(empty);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);

        var page = Open(DashboardUrls.CaptureSets(empty.Id));

        page.WaitForAssertion(() => Assert.Equal(new NewImportAddress { ProjectId = empty.Id }, page.Link("Import…").GetAttribute("href")));
        Assert.Equal(DashboardUrls.TaxaListImport(empty.Id), page.Link("Import a taxa list…").GetAttribute("href"));
    }

    private IRenderedComponent<CaptureSetsPage> Open(string address)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<CaptureSetsPage>();
    }
}

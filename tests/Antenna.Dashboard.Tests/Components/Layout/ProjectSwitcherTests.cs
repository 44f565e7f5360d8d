using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Layout;
using Antenna.Data.Model;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Layout;

public sealed class ProjectSwitcherTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("", "occurrences?project=7")]
    [InlineData("occurrences?project=3&set=4&order=name&view=gallery&size=25&cursor=x", "occurrences?project=7&order=name&view=gallery&size=25")]
    [InlineData("occurrences/12?from=occurrences", "occurrences?project=7")]
    [InlineData("capture-sets/4?project=3", "capture-sets?project=7")]
    [InlineData("runs?project=3&task=class-masking", "runs?project=7")]
    [InlineData("taxa-lists/import?project=3", "taxa-lists?project=7")]
    [InlineData("projects/3?set=yes", "projects/7")]
    [InlineData("picture-hosts?project=3", "picture-hosts?project=7")]
    public void The_page_stays_where_another_project_has_it_too(string address, string expected) =>
        Assert.Equal(expected, ProjectPages.InProject(address, 7));

    [Fact]
    public void All_projects_is_a_choice_too()
    {
        Assert.Equal("./", ProjectPages.InProject("", null));
        Assert.Equal("runs", ProjectPages.InProject("runs?project=3", null));
    }

    [Fact]
    public async Task Typing_finds_a_project_and_choosing_it_leads_to_the_same_page_of_it()
    {
        await using var dashboard = new DashboardContext(database);
        var (barrens, marsh) = (await AddAsync("Pine barrens"), await AddAsync("Salt marsh"));
        var navigation = dashboard.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(DashboardUrls.Runs(barrens.Id));
        var popovers = dashboard.RenderPopovers();
        var switcher = dashboard.Render<ProjectSwitcher>();
        switcher.WaitForAssertion(() => Assert.Equal("Pine barrens", switcher.Find("input").GetAttribute("value")));

        await switcher.Find("input").InputAsync("marsh");
        popovers.WaitForAssertion(() => Assert.Single(popovers.FindAll(".mud-list-item")));
        await popovers.Find(".mud-list-item").ClickAsync();

        switcher.WaitForAssertion(() => Assert.EndsWith(DashboardUrls.Runs(marsh.Id), navigation.Uri, StringComparison.Ordinal));
        Assert.Equal("Salt marsh", dashboard.Services.GetRequiredService<CurrentProject>().Name);
    }

    [Fact]
    public async Task The_projects_looked_at_last_come_first()
    {
        await using var dashboard = new DashboardContext(database);
        var (first, last) = (await AddAsync("Aspen"), await AddAsync("Zinnia"));
        dashboard.JSInterop.SetupModule("./scripts/projects.js").Setup<long[]>("recent").SetResult([last.Id, 999_999]);
        var popovers = dashboard.RenderPopovers();
        var switcher = dashboard.Render<ProjectSwitcher>();

        await switcher.InvokeAsync(() => switcher.FindComponent<MudAutocomplete<ProjectSwitcher.ProjectChoice>>().Instance.OpenMenuAsync());

        popovers.WaitForAssertion(() => Assert.Equal(
            ["All projects", "Zinnia", "Aspen"], popovers.FindAll(".mud-list-item .name").Select(each => each.TextContent).Take(3)));
        Assert.Equal(1, popovers.FindAll(".mud-list-item .name").Count(each => each.TextContent == "Zinnia"));
        Assert.NotEqual(first.Id, last.Id);
    }

    [Fact]
    public async Task It_follows_the_project_that_the_address_names()
    {
        await using var dashboard = new DashboardContext(database);
        var heath = await AddAsync("Heath");
        var navigation = dashboard.Services.GetRequiredService<NavigationManager>();
        var current = dashboard.Services.GetRequiredService<CurrentProject>();
        dashboard.Render<ProjectSwitcher>();

        navigation.NavigateTo(DashboardUrls.TaxaLists(heath.Id));
        await WaitAsync(() => current.Id == heath.Id);
        navigation.NavigateTo(DashboardUrls.TaxaLists());
        await WaitAsync(() => current.Id is null);
        Assert.Null(current.Name);
        navigation.NavigateTo(DashboardUrls.PictureHosts(heath.Id));
        await WaitAsync(() => current.Id == heath.Id);

        async Task WaitAsync(Func<bool> holds)
        {
            var changed = new TaskCompletionSource();
            current.Changed += Check;
            Check();
            await changed.Task.WaitAsync(LongestWait.Time, TestContext.Current.CancellationToken);
            current.Changed -= Check;

            void Check()
            {
                if (holds())
                    changed.TrySetResult();
            }
        }
    }

    private async Task<Project> AddAsync(string name)
    {
        await using var context = database.CreateDbContext();
        var project = new Project { Name = name, CreatedAt = DateTime.UnixEpoch };
        context.Add(project);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return project;
    }
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Layout;
using Antenna.Data.Model;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Layout;

/// <summary>An address that names a project that is not there.</summary>
public sealed class ProjectInAddressTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const long Missing = 999_999;

    private readonly TestDatabase _database = new(cluster);
    private readonly Project _heath = new() { Name = "Heath", CreatedAt = DateTime.UnixEpoch };
    private DashboardContext _dashboard = null!;

    private NavigationManager Navigation => _dashboard.Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _dashboard = new(_database);
        await using var context = _database.CreateDbContext();
        context.Add(_heath);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("occurrences?project=999999&set=4&view=gallery", "occurrences?view=gallery")]
    [InlineData("capture-sets?project=999999", "capture-sets")]
    [InlineData("runs?project=999999&state=failed", "runs")]
    [InlineData("imports?project=999999", "imports")]
    [InlineData("taxa-lists?project=999999", "taxa-lists")]
    [InlineData("picture-hosts?project=999999", "picture-hosts")]
    public async Task The_page_tells_so_instead_of_being_empty_and_no_other_project_is_in_view(string address, string ofAll)
    {
        Navigation.NavigateTo(DashboardUrls.Runs(_heath.Id));
        var layout = _dashboard.Render<MainLayout>(it => it.Add(each => each.Body, body => body.AddMarkupContent(0, "<p id=\"page\">A page</p>")));
        layout.WaitForAssertion(() => Assert.Equal("Heath", InView(layout)));
        Assert.Single(layout.FindAll("#page"));

        await layout.InvokeAsync(() => Navigation.NavigateTo(address));

        layout.WaitForAssertion(() => Assert.EndsWith($"no project {Missing}", layout.Find("main h1").TextContent, StringComparison.Ordinal));
        Assert.Equal(ofAll, layout.Find("main a").GetAttribute("href"));
        Assert.Empty(layout.FindAll("#page"));
        layout.WaitForAssertion(() => Assert.Equal("All projects", InView(layout)));
        layout.WaitForAssertion(() => Assert.Equal(DashboardUrls.Runs(), layout.Link("Runs").GetAttribute("href")));

        await layout.InvokeAsync(() => Navigation.NavigateTo(ofAll));
        layout.WaitForAssertion(() => Assert.Single(layout.FindAll("#page")));
    }

    [Fact]
    public void Pages_of_no_project_and_of_one_that_is_there_are_shown()
    {
        foreach (var address in new[] { "", DashboardUrls.Runs(), DashboardUrls.Runs(_heath.Id), DashboardUrls.Run(Missing) })
        {
            Navigation.NavigateTo(address);
            var shown = _dashboard.Render<ProjectInAddress>(it => it.Add(each => each.ChildContent, "<p>A page</p>"));
            Assert.Equal("A page", shown.Find("p").TextContent);
        }
    }

    private static string? InView(IRenderedComponent<MainLayout> layout) => layout.Find("input[aria-label='Project in view']").GetAttribute("value");
}

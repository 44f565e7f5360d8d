using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Pictures;
using Antenna.Data.Model;
using Antenna.Data.Pictures;
using Antenna.Testing;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Pictures;

/// <summary>Where people see which hosts are allowed, and withdraw that.</summary>
public sealed class PictureHostsPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(cluster);
    private readonly Project _mountains = new() { Name = "Mountains" };
    private readonly Project _coast = new() { Name = "Coast" };
    private DashboardContext _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _dashboard = new(_database);
        await using var context = _database.CreateDbContext();
        context.AddRange(_mountains, _coast);
        await context.SaveChangesAsync(Token);
        context.AddRange(
            new PictureHost { ProjectId = _mountains.Id, Host = "moths.example" },
            new PictureHost { ProjectId = _mountains.Id, Host = "known.example", AllowedAt = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc) },
            new PictureHost { ProjectId = _coast.Id, Host = "known.example", AllowedAt = DateTime.UtcNow });
        await context.SaveChangesAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void The_hosts_of_a_project_are_listed_with_what_is_allowed()
    {
        var page = Open(_mountains.Id);

        page.WaitForAssertion(() => Assert.Equal(
            [("known.example", "Mountains"), ("moths.example", "Mountains")], page.FindAll("tbody tr").Select(row => (row.CellText("Host"), row.CellText("Project")))));
        Assert.EndsWith("since 2026-07-01 12:00 UTC", page.Row("known.example").CellText("Its pictures are"), StringComparison.Ordinal);
        Assert.StartsWith("not shown", page.Row("moths.example").CellText("Its pictures are"), StringComparison.Ordinal);
        Assert.Equal(
            ["Withdraw known.example for Mountains", "Allow moths.example for Mountains"], page.FindAll("tbody button").Select(button => button.Name()));
        Assert.Equal(3, Open(null).FindAll("tbody tr").Count);
    }

    [Fact]
    public async Task What_was_allowed_is_withdrawn_for_that_project_and_the_page_loads_with_the_policy_without_it()
    {
        var page = Open(_mountains.Id);

        await page.PressAsync("button[aria-label='Withdraw known.example for Mountains']");

        var hosts = _dashboard.Product<PictureHosts>();
        Assert.False(await hosts.IsAllowedAsync(_mountains.Id, "known.example", Token));
        Assert.True(await hosts.IsAllowedAsync(_coast.Id, "known.example", Token));
        Assert.Equal(["known.example"], await hosts.ListAllowedAsync(Token));
        Assert.True(_dashboard.Services.GetRequiredService<BunitNavigationManager>().History.First().Options.ForceLoad);

        var all = Open(null);
        await all.PressAsync("button[aria-label='Withdraw known.example for Coast']");
        Assert.Empty(await hosts.ListAllowedAsync(Token));

        await Open(_mountains.Id).PressAsync("button[aria-label='Allow known.example for Mountains']");
        Assert.Equal(["known.example"], await hosts.ListAllowedAsync(Token));
    }

    [Fact]
    public async Task Where_no_picture_lies_elsewhere_the_page_says_so()
    {
        await using (var context = _database.CreateDbContext())
        {
            context.RemoveRange(context.PictureHosts);
            await context.SaveChangesAsync(Token);
        }

        var page = Open(_coast.Id);

        page.WaitForAssertion(() => Assert.Contains("No picture", page.Find(".state").TextContent, StringComparison.Ordinal));
    }

    private IRenderedComponent<PictureHostsPage> Open(long? projectId)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.PictureHosts(projectId));
        var page = _dashboard.Render<PictureHostsPage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".state-waiting")));
        return page;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using Antenna.Dashboard.Components.Pictures;
using Antenna.Data.Model;
using Antenna.Data.Pictures;
using Antenna.Testing;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Pictures;

/// <summary>What people see of hosts that pictures lie on and that are not allowed.</summary>
public sealed class BlockedHostsTests(PostgresCluster cluster) : IAsyncLifetime
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
            new PictureHost { ProjectId = _mountains.Id, Host = "known.example", AllowedAt = DateTime.UtcNow },
            new PictureHost { ProjectId = _coast.Id, Host = "coast.example:8443" });
        await context.SaveChangesAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Allowing_a_host_is_kept_for_that_project_and_loads_the_page_with_the_policy_that_knows_it()
    {
        var shown = _dashboard.Render<BlockedHosts>(parameters => parameters.Add(hosts => hosts.ProjectId, _mountains.Id));
        var button = shown.WaitForElement("button");
        Assert.Contains("moths.example", button.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("known.example", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("coast.example", shown.Markup, StringComparison.Ordinal);

        await button.ClickAsync(new());

        var hosts = _dashboard.Product<PictureHosts>();
        Assert.True(await hosts.IsAllowedAsync(_mountains.Id, "moths.example", Token));
        Assert.False(await hosts.IsAllowedAsync(_coast.Id, "moths.example", Token));
        Assert.Equal(["known.example", "moths.example"], await hosts.ListAllowedAsync(Token));
        Assert.True(_dashboard.Services.GetRequiredService<BunitNavigationManager>().History.First().Options.ForceLoad);
    }

    [Fact]
    public void Without_a_project_in_view_those_of_all_are_shown()
    {
        var shown = _dashboard.Render<BlockedHosts>();

        shown.WaitForAssertion(() => Assert.Equal(
            ["Allow coast.example:8443", "Allow moths.example"], shown.FindAll("button").Select(button => button.TextContent.Trim())));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

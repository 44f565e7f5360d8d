using Antenna.Dashboard.Components.Addresses;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Addresses;

/// <summary>A page shows what its address says, and goes on showing it when the browser is at another page's.</summary>
public sealed class AddressedPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    private NavigationManager Navigation => _dashboard.Services.GetRequiredService<NavigationManager>();

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
    public void A_page_is_told_its_address_before_anything_and_whenever_somebody_goes_to_it()
    {
        Navigation.NavigateTo("runs?project=1");
        var page = _dashboard.Render<Shown>();
        Assert.Equal(("runs?project=1", 1), (page.Markup, page.Instance.Navigations));

        Navigation.NavigateTo("runs?project=2");
        page.WaitForAssertion(() => Assert.Equal(("runs?project=2", 2), (page.Markup, page.Instance.Navigations)));

        Navigation.NavigateTo("runs?project=2");
        page.WaitForAssertion(() => Assert.Equal(3, page.Instance.Navigations));
    }

    [Fact]
    public void The_address_of_another_page_is_not_this_ones()
    {
        Navigation.NavigateTo("runs?project=1");
        var page = _dashboard.Render<Shown>();

        Navigation.NavigateTo("occurrences?project=2");

        Assert.Equal(("runs?project=1", 1), (page.Markup, page.Instance.Navigations));
    }

    [Fact]
    public async Task A_page_that_is_gone_is_told_nothing()
    {
        Navigation.NavigateTo("runs");
        var page = _dashboard.Render<Shown>();
        await page.Instance.DisposeAsync();

        Navigation.NavigateTo("runs?project=2");

        Assert.Equal(1, page.Instance.Navigations);
    }

    private sealed class Shown : AddressedPage<RunsAddress>
    {
        public int Navigations { get; private set; }

        protected override Task OnNavigatedAsync()
        {
            Navigations++;
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Address.ToString());
    }
}

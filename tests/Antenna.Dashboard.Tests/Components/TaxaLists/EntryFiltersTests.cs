using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.TaxaLists;

/// <summary>The names on a list's page by a higher taxon and by the version that added them, which stands in the address.</summary>
public sealed class EntryFiltersTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private TaxaList _list = null!;
    private long _saturniidae;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _list = await _scenario.AddListAsync();
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta", "Samia cynthia", "Catocala ilia"]);
        await using var context = _database.CreateDbContext();
        var family = new Taxon { Name = "Saturniidae", Rank = Rank.Family, Source = "test" };
        context.Add(family);
        await context.SaveChangesAsync(Token);
        await context.Taxa.Where(taxon => taxon.Name == "Actias luna" || taxon.Name == "Samia cynthia")
            .ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.ParentId, family.Id), Token);
        _saturniidae = family.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_higher_taxon_is_chosen_by_typing_and_stands_in_the_address()
    {
        var popovers = _dashboard.RenderPopovers();
        var page = Open(new(_list.Id));
        page.WaitForAssertion(() => Assert.Equal(4, Names(page).Count));

        await page.InvokeAsync(() => page.Field("Higher taxon").InputAsync("saturn"));
        popovers.WaitForElement(".suggestion");
        await popovers.InvokeAsync(() => popovers.Find(".mud-list-item").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Equal(["Actias luna", "Samia cynthia"], Names(page)));
        Assert.Equal(By(new() { TaxonId = _saturniidae }), Address);
        Assert.All(["2 of 4 names", "Saturniidae"], part => Assert.Contains(part, Status(page), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_is_chosen_of_those_that_the_names_can_stem_from()
    {
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Antheraea polyphemus"]);
        var page = Open(new(_list.Id) { Version = 2 });
        page.WaitForAssertion(() => Assert.Equal(4, Names(page).Count));

        Assert.Equal([2, 1], page.FindComponent<TaxaListEntries>().Instance.Versions.Select(version => version.Number));
        await ChooseVersionAsync(page, 2);

        page.WaitForAssertion(() => Assert.Equal(["Catocala ilia", "Samia cynthia"], Names(page)));
        Assert.Equal((new TaxaListAddress(_list.Id) { Version = 2, Filter = new() { AddedIn = 2 } }).ToString(), Address);
        Assert.All(["2 of 4 names", "v2"], part => Assert.Contains(part, Status(page), StringComparison.Ordinal));
    }

    [Fact]
    public void Both_are_shown_as_the_address_says_and_hold_together()
    {
        var page = Open(new(_list.Id) { Filter = new() { TaxonId = _saturniidae, AddedIn = 2 } });

        page.WaitForAssertion(() => Assert.Equal(["Samia cynthia"], Names(page)));
        Assert.Equal("Saturniidae", page.Field("Higher taxon").GetAttribute("value"));
        Assert.StartsWith("v2: +2, ", page.Field("Added in").GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clearing_a_filter_shows_what_it_kept_out()
    {
        var page = Open(new(_list.Id) { Filter = new() { TaxonId = _saturniidae, AddedIn = 1 } });
        page.WaitForAssertion(() => Assert.Equal(["Actias luna"], Names(page)));

        await ChooseVersionAsync(page, null);

        page.WaitForAssertion(() => Assert.Equal(["Actias luna", "Samia cynthia"], Names(page)));
        Assert.Equal(By(new() { TaxonId = _saturniidae }), Address);
    }

    [Fact]
    public void What_finds_nothing_leads_to_all_names()
    {
        var page = Open(new(_list.Id) { Filter = new() { TaxonId = 987_654, AddedIn = 7 } });

        page.WaitForElement("section .state a");

        Assert.Contains("987654", page.Find(".filters").TextContent, StringComparison.Ordinal);
        Assert.Equal(By(new()), page.Find("section .state a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_list_of_one_version_offers_none_to_choose()
    {
        var list = await _scenario.AddListAsync("Maine moths");
        await _scenario.AddVersionAsync(list, ["Actias luna"]);

        var page = Open(new(list.Id));

        page.WaitForAssertion(() => Assert.Equal(["Actias luna"], Names(page)));
        Assert.DoesNotContain(page.FindComponents<MudSelect<int?>>(), select => select.Instance.Label == "Added in");
    }

    private string Address
    {
        get
        {
            var navigation = _dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    private IRenderedComponent<TaxaListPage> Open(TaxaListAddress address)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<TaxaListPage>();
    }

    private string By(TaxaListEntryFilter filter) => new TaxaListAddress(_list.Id) { Filter = filter };

    private static Task ChooseVersionAsync(IRenderedComponent<TaxaListPage> page, int? number)
    {
        var versions = page.FindComponents<MudSelect<int?>>().Single(select => select.Instance.Label == "Added in").Instance;
        return page.InvokeAsync(() => versions.ValueChanged.InvokeAsync(number));
    }

    private static IReadOnlyList<string> Names(IRenderedComponent<TaxaListPage> page) =>
        [.. page.FindAll("section tbody th .taxon-name").Select(name => name.TextContent)];

    private static string Status(IRenderedComponent<TaxaListPage> page) => page.Find(".filters [role=status]").TextContent;

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

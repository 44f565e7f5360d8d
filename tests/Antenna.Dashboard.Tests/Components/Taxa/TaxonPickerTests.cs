using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Taxa;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Taxa;

public sealed class TaxonPickerTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private TaxonName _perlata = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        await using var context = _database.CreateDbContext();
        var family = new Taxon { Name = "Geometridae", Rank = Rank.Family, Source = "test" };
        context.Add(family);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        var perlata = new Taxon { Name = "Campaea perlata", Rank = Rank.Species, ParentId = family.Id, Source = "test" };
        context.Add(perlata);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        context.Add(new Taxon { Name = "Metrocampa perlata", Rank = Rank.Species, AcceptedTaxonId = perlata.Id, Source = "test" });
        context.Add(new TaxonCommonName { TaxonId = perlata.Id, Name = "Pale Beauty" });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        _perlata = new(perlata.Id, perlata.Name, perlata.Rank);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("camp per", "Geometridae")]
    [InlineData("metro", "synonym Metrocampa perlata · Geometridae")]
    [InlineData("pale b", "Pale Beauty · Geometridae")]
    [InlineData("campea perlata", "similar name · Geometridae")]
    public async Task Typing_suggests_the_accepted_taxon_and_shows_what_was_found(string text, string detail)
    {
        var popovers = _dashboard.RenderPopovers();
        var picker = _dashboard.Render<TaxonPicker>();
        await picker.InvokeAsync(() => picker.Find("input").InputAsync(text));

        popovers.WaitForAssertion(() => Assert.Equal(detail, popovers.Find(".suggestion .detail").TextContent));
        Assert.StartsWith("Campaea perlata", popovers.Find(".suggestion").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("Campaea perlata", popovers.Find(".taxon-name").TextContent);
    }

    [Fact]
    public async Task Choosing_a_suggestion_gives_its_taxon()
    {
        TaxonName? chosen = null;
        var popovers = _dashboard.RenderPopovers();
        var picker = _dashboard.Render<TaxonPicker>(parameters => parameters.Add(it => it.ValueChanged, taxon => chosen = taxon));
        await picker.InvokeAsync(() => picker.Find("input").InputAsync("metro"));
        popovers.WaitForElement(".suggestion");
        await popovers.InvokeAsync(() => popovers.Find(".mud-list-item").ClickAsync(new()));

        picker.WaitForAssertion(() => Assert.Equal(_perlata, chosen));
        Assert.Equal("Campaea perlata", picker.Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_name_on_a_list_that_no_taxon_bears_is_shown_as_that_and_cannot_be_chosen()
    {
        await AddListedAsync("Vermont moths", "Campaea obscura");
        var chosen = false;
        var popovers = _dashboard.RenderPopovers();
        var picker = _dashboard.Render<TaxonPicker>(parameters => parameters.Add(it => it.ValueChanged, _ => chosen = true));
        await picker.InvokeAsync(() => picker.Find("input").InputAsync("camp"));

        popovers.WaitForAssertion(() => Assert.Equal(
            ["Geometridae", "on the list Vermont moths, not in the taxonomy"], popovers.FindAll(".suggestion .detail").Select(detail => detail.TextContent)));
        var item = popovers.FindAll(".mud-list-item").Single(each => each.TextContent.Contains("Campaea obscura", StringComparison.Ordinal));
        Assert.Contains("mud-list-item-disabled", item.ClassList);
        await item.ClickAsync(new());
        Assert.False(chosen);
    }

    [Fact]
    public async Task A_name_on_lists_goes_before_names_that_are_only_similar()
    {
        await AddListedAsync("Vermont moths", "Campea perlata");
        await AddListedAsync("Maine moths", "Campea perlata");
        var popovers = _dashboard.RenderPopovers();
        var picker = _dashboard.Render<TaxonPicker>();
        await picker.InvokeAsync(() => picker.Find("input").InputAsync("campea perlata"));

        popovers.WaitForAssertion(() => Assert.Equal(
            ["on 2 lists, not in the taxonomy", "similar name · Geometridae"], popovers.FindAll(".suggestion .detail").Select(detail => detail.TextContent)));
    }

    private async Task AddListedAsync(string listName, string name)
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource, $"Project of {listName}");
        var list = await scenario.AddListAsync(listName, shared: true);
        var version = await scenario.AddVersionAsync(list, []);
        await using var context = _database.CreateDbContext();
        context.Add(new TaxaListEntry { TaxaListVersionId = version.Id, NameKey = name.ToLowerInvariant(), Name = name, Rank = Rank.Species });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_taxon_that_is_given_is_shown()
    {
        _dashboard.RenderPopovers();
        var picker = _dashboard.Render<TaxonPicker>(parameters => parameters.Add(it => it.Value, _perlata).Add(it => it.Label, "Determination"));

        Assert.Equal("Campaea perlata", picker.Find("input").GetAttribute("value"));
        Assert.Equal("Determination", picker.Find("label").TextContent);
    }

    [Fact]
    public async Task What_no_name_has_is_reported_as_unknown()
    {
        var popovers = _dashboard.RenderPopovers();
        var picker = _dashboard.Render<TaxonPicker>();
        await picker.InvokeAsync(() => picker.Find("input").InputAsync("qqqq"));

        popovers.WaitForAssertion(() => Assert.Contains("No name", popovers.Markup, StringComparison.Ordinal));
    }
}

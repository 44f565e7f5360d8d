using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.TaxaLists;

/// <summary>Names are struck, and put back, at their rows on a list's page: in the draft of who looks.</summary>
public sealed class StruckNamesTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _list = await _scenario.AddListAsync();
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_name_is_struck_in_the_draft_and_put_back_at_its_row()
    {
        await _dashboard.StartAsync();
        var page = Open();
        await PressAsync(page, "Strike Actias luna from the list");

        page.WaitForAssertion(() => Assert.Equal([("Actias luna", "struck"), ("Samia cynthia", "")], Rows(page)));
        page.WaitForAssertion(() => Assert.Equal(1, page.Find(".draft .what").CountOf("change")));

        // Another tab of the same person shows it from the start.
        var second = Open();
        second.WaitForAssertion(() => Assert.Equal([("Actias luna", "struck"), ("Samia cynthia", "")], Rows(second)));
        await PressAsync(second, "Add Actias luna to the list");

        second.WaitForAssertion(() => Assert.Equal([("Actias luna", ""), ("Samia cynthia", "")], Rows(second)));
        page.WaitForAssertion(() => Assert.Equal([("Actias luna", ""), ("Samia cynthia", "")], Rows(page)));
    }

    [Fact]
    public async Task Putting_back_what_was_struck_leaves_no_step_and_puts_back_all_of_it()
    {
        await using (var context = _database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Papilio luna", Rank = Rank.Species, AcceptedTaxonId = await _scenario.SpeciesAsync("Actias luna"), Source = "test" });
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await _scenario.AddVersionAsync(_list, ["Actias luna", "Papilio luna", "Samia cynthia"]);
        await _dashboard.StartAsync();
        var page = Open();
        await PressAsync(page, "Strike Papilio luna from the list");
        page.WaitForAssertion(() => Assert.Equal([("Actias luna", "struck"), ("Papilio luna", "struck"), ("Samia cynthia", "")], Rows(page)));

        await PressAsync(page, "Add Papilio luna to the list");

        page.WaitForAssertion(() => Assert.Equal([("Actias luna", ""), ("Papilio luna", ""), ("Samia cynthia", "")], Rows(page)));
        page.WaitForAssertion(() => Assert.True(page.Button("Undo a change of the list").HasAttribute("disabled")));
        await PressAsync(page, "Strike Papilio luna from the list");
        page.WaitForAssertion(() => Assert.Equal(2, Rows(page).Count(row => row.Drafted == "struck")));
        await PressAsync(page, "Strike Samia cynthia from the list");
        page.WaitForAssertion(() => Assert.Equal(3, Rows(page).Count(row => row.Drafted == "struck")));
        await PressAsync(page, "Add Actias luna to the list");

        page.WaitForAssertion(() => Assert.Equal([("Actias luna", ""), ("Papilio luna", ""), ("Samia cynthia", "struck")], Rows(page)));
    }

    [Fact]
    public async Task A_trial_is_looked_through_only()
    {
        var trial = await _scenario.AddVersionAsync(_list, ["Actias luna"], trialOf: await _dashboard.Product<ICurrentPerson>().GetAsync(TestContext.Current.CancellationToken));

        var page = Open(new TaxaListAddress(_list.Id) { TrialId = trial.Id });

        page.WaitForAssertion(() => Assert.Equal([("Actias luna", "")], Rows(page)));
        Assert.Empty(page.FindAll("tbody button"));
    }

    private IRenderedComponent<TaxaListPage> Open(TaxaListAddress? address = null)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address ?? new TaxaListAddress(_list.Id));
        return _dashboard.Render<TaxaListPage>();
    }

    private static async Task PressAsync(IRenderedComponent<TaxaListPage> page, string name)
    {
        var pressed = Task.CompletedTask;
        page.WaitForAssertion(() => pressed = page.Button(name).ClickAsync(new()));
        await pressed;
    }

    /// <summary>The names of the list, each with what the draft does to it.</summary>
    private static IEnumerable<(string Name, string Drafted)> Rows(IRenderedComponent<TaxaListPage> page) => page.FindAll("[data-rows] tr")
        .Select(row => (row.QuerySelector("th .name")!.Words(), row.QuerySelector(".drafted") is { } drafted ? drafted.Words().Split(' ')[0] : ""));
}

using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.TaxaLists;

public sealed class PromoteTrialTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private TaxaList _list = null!;
    private Person _person = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _list = await _scenario.AddListOfAsync("Actias luna");
        _person = await _dashboard.Product<ICurrentPerson>().GetAsync(TestContext.Current.CancellationToken);
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"], trialOf: _person);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_trial_becomes_the_next_version_and_its_page_is_shown()
    {
        var form = await OpenAsync();
        Assert.Empty(form.FindAll(".older"));

        await form.InvokeAsync(() => form.Find("form").SubmitAsync());

        var address = _dashboard.Services.GetRequiredService<NavigationManager>();
        form.WaitForAssertion(() => Assert.EndsWith(DashboardUrls.TaxaList(_list.Id, 2), address.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_of_an_older_version_says_that_promoting_it_undoes_what_was_saved_since()
    {
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Catocala relicta"]);

        var form = await OpenAsync();

        Assert.All(["from v1", "v2 is newer"], part => Assert.Contains(part, form.Find(".older").Words(), StringComparison.Ordinal));
    }

    private async Task<IRenderedComponent<PromoteTrial>> OpenAsync()
    {
        var list = (await _dashboard.Product<TaxaListCatalog>().FindAsync(_list.Id, _person, TestContext.Current.CancellationToken))!;
        return _dashboard.Render<PromoteTrial>(parameters => parameters.Add(it => it.List, list).Add(it => it.Trial, list.Trials.Single()));
    }
}

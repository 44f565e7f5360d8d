using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Layout;
using Antenna.Dashboard.SignIn;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Layout;

/// <summary>What the bar of every page says of runs and imports.</summary>
public sealed class WorkIndicatorTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_run_that_is_launched_anywhere_is_shown_until_it_ends_and_leads_to_its_page()
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(moths.Says(1, 4));
        var bar = _dashboard.Render<WorkIndicator>();
        Assert.Empty(bar.FindAll("a"));

        var run = Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(
            new MaskRequest(
                RunScope.OfCaptureSet(scenario.Set.Id), new() { TaxaListId = (await scenario.AddListOfAsync("Actias luna")).Id, ClassifierIds = [moths.Id] }),
            scenario.Curator,
            Token)).RunId;

        bar.WaitForAssertion(() => Assert.Equal(DashboardUrls.Run(run), bar.Link("1 run under way").GetAttribute("href")));
        await _dashboard.ExecuteAsync(run);
        bar.WaitForAssertion(() => Assert.Empty(bar.FindAll("a")));
    }

    [Fact]
    public async Task Imports_are_counted_and_lead_to_the_only_one_or_to_all()
    {
        var bar = _dashboard.Render<WorkIndicator>();
        var first = await AddImportAsync();
        bar.WaitForAssertion(() => Assert.Equal(new ImportAddress(first), bar.Link("1 import under way").GetAttribute("href")));

        var second = await AddImportAsync();
        bar.WaitForAssertion(() => Assert.Equal(new ImportsAddress(), bar.Link("2 imports under way").GetAttribute("href")));

        await ImportRecords.CancelAsync(_database.DataSource, first, DateTime.UtcNow, DateTime.UtcNow, Token);
        bar.WaitForAssertion(() => Assert.Equal(new ImportAddress(second), bar.Link("1 import under way").GetAttribute("href")));
    }

    private async Task<long> AddImportAsync()
    {
        var person = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        return await ImportRecords.CreateAsync(connection, new(ImportKind.Taxa) { Path = "taxa.csv" }, person.Id, isScheduled: true, DateTime.UtcNow, Token);
    }
}
